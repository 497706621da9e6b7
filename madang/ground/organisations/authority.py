"""Authority at the moment of the act: own posts, posts of somebody absent, and standing delegation."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from madang.ground.organisations.models import Delegation, Government, Holding, Post
from madang.ground.people.queries import Person, stood_in_for
from madang.lib.together import Question, Rows, ask

Via = Literal["holder", "deputy", "delegate"]


@dataclass(frozen=True)
class Authority:
    """That a person may act in a role of a post at a moment, and why: both names are kept.

    `holder_id` is whose authority it is: for a deputy the official who is away; for a delegate the
    holder of the post that delegated, or nobody while that post is vacant.
    """

    person_id: int
    post_id: int
    unit_id: int
    government_id: int
    role: str
    via: Via
    holder_id: int | None
    subjects: tuple[str, ...] = ()  # keys of definitions that a delegation is bound to; empty: all


def authorities(person: Person, *, at: datetime) -> list[Authority]:
    """All that the person may act as at the moment: own posts, as deputy of somebody absent, by delegation.

    An absence gives the deputy authority and takes none from the absent official, who may still act.
    A deputy who is away hands on, with the own posts, those of the others (A to B to C). A deputy acts
    only in governments in which the deputy holds a post. What is delegated to a post goes with the post.
    """
    held = holdings_on({person.pk, *stood_in_for(person.pk, at)}, at)
    at_home = {h.post.unit.government_id for h in held if h.person_id == person.pk}
    held = [h for h in held if h.post.unit.government_id in at_home]
    held.sort(key=lambda h: (h.person_id != person.pk, h.pk))
    own = [found for holding in held for found in _of_holding(person, holding)]
    return own + _by_delegation(person, held, at)


@dataclass(frozen=True)
class Posts:
    """The posts that a person held and holds, as they stood when they were asked for."""

    person: int
    rows: Rows

    def authorities(self, at: datetime) -> list[Authority]:
        """What the person may act as at the moment by own posts alone."""
        return [
            Authority(self.person, post, unit, government, role, "holder", self.person)
            for post, unit, government, zone, roles, *days in self.rows
            if _all_hold(days, at.astimezone(ZoneInfo(zone)).date())
            for role in roles
        ]


def own_posts(person: int) -> Question[Posts]:
    """The question for the own posts of a person; it is asked at every act, together with others."""
    return Question(OWN, (person,), lambda rows: Posts(person, rows))


def own_authorities(person: Person, *, at: datetime) -> list[Authority]:
    """What the person may act as by own posts alone, at the moment."""
    posts: Posts = ask(own_posts(person.pk))[0]
    return posts.authorities(at)


OWN = """
SELECT post.id, unit.id, government.id, government.time_zone, post.roles, holding.valid_from, holding.valid_until,
    post.valid_from, post.valid_until, unit.valid_from, unit.valid_until
FROM organisations_holding AS holding
    JOIN organisations_post AS post ON post.id = holding.post_id
    JOIN organisations_unit AS unit ON unit.id = post.unit_id
    JOIN organisations_government AS government ON government.id = unit.government_id
WHERE holding.person_id = %s ORDER BY holding.id
"""


def holders_at(unit: int, role: str, at: datetime) -> Question[list[Person]]:
    """The question for who holds a post with the role in the unit at the moment, in the order of the posts."""

    def read(rows: Rows) -> list[Person]:
        return [
            Person.from_db("default", HOLDER, person)
            for zone, *days_and_person in rows
            if _all_hold(days_and_person[:6], at.astimezone(ZoneInfo(zone)).date())
            for person in [days_and_person[6:]]
        ]

    return Question(HOLDERS, (unit, role), read)


# In the order of the model, in which Django fills what it reads.
HOLDER = ("id", "username", "email", "is_active", "name", "name_en", "language", "daily_digest")
HOLDERS = f"""
SELECT government.time_zone, holding.valid_from, holding.valid_until, post.valid_from, post.valid_until,
    unit.valid_from, unit.valid_until, {", ".join(f"person.{column}" for column in HOLDER)}
FROM organisations_post AS post JOIN organisations_holding AS holding ON holding.post_id = post.id
    JOIN people_person AS person ON person.id = holding.person_id
    JOIN organisations_unit AS unit ON unit.id = post.unit_id
    JOIN organisations_government AS government ON government.id = unit.government_id
WHERE unit.id = %s AND %s = ANY (post.roles) ORDER BY post.id, holding.id
"""  # noqa: S608  names of columns, no values


def _all_hold(days: list[date | None], day: date) -> bool:
    """Whether each pair of first day and day of ending holds the day."""
    pairs = zip(days[::2], days[1::2], strict=True)
    return all(first and first <= day and (end is None or day < end) for first, end in pairs)


def _of_holding(person: Person, holding: Holding) -> list[Authority]:
    via: Via = "holder" if holding.person_id == person.pk else "deputy"
    return [_authority(person, holding.post, role, via, holding.person_id) for role in holding.post.roles]


def _by_delegation(person: Person, held: list[Holding], at: datetime) -> list[Authority]:
    """What other posts let the person do through the posts in which the person acts."""
    acting_in = {holding.post_id: holding for holding in reversed(held)}
    rules = Delegation.objects.on_or_about(at).filter(delegate__in=list(acting_in))
    rules = rules.select_related("holder__unit__government").order_by("id")
    in_force = [rule for rule in rules if _in_force(rule, at)]
    holder_of = _holders_of({rule.holder_id for rule in in_force}, at)
    found = []
    for rule in in_force:
        through = acting_in[rule.delegate_id]
        own = through.person_id == person.pk
        holder = holder_of.get(rule.holder_id) if own else through.person_id
        via: Via = "delegate" if own else "deputy"
        found.append(_authority(person, rule.holder, rule.role, via, holder, tuple(rule.subjects)))
    return found


def _in_force(rule: Delegation, at: datetime) -> bool:
    post = rule.holder
    day = today_in(post.unit.government, at)
    return rule.role in post.roles and all(row.holds_on(day) for row in (rule, post, post.unit))


def _holders_of(post_ids: set[int], at: datetime) -> dict[int, int]:
    if not post_ids:
        return {}
    near = Holding.objects.on_or_about(at).filter(post__in=post_ids).select_related("post__unit__government")
    return {holding.post_id: holding.person_id for holding in near if holds_at(holding, at)}


def _authority(
    person: Person,
    post: Post,
    role: str,
    via: Via,
    holder_id: int | None,
    subjects: tuple[str, ...] = (),
) -> Authority:
    unit = post.unit
    return Authority(person.pk, post.pk, unit.pk, unit.government_id, role, via, holder_id, subjects)


def holdings_on(person_ids: set[int], at: datetime) -> list[Holding]:
    """The posts that these people hold on the day that it is, at the moment, in each government's zone."""
    near = Holding.objects.on_or_about(at).filter(person__in=person_ids)
    return [h for h in near.select_related("post__unit__government").order_by("id") if holds_at(h, at)]


def holds_at(holding: Holding, at: datetime) -> bool:
    """Whether the holding, its post and its unit all hold on the day that it is in the government's zone."""
    post = holding.post
    day = today_in(post.unit.government, at)
    return all(row.holds_on(day) for row in (holding, post, post.unit))


def today_in(government: Government, at: datetime | None = None) -> date:
    """The day that it is in the government's zone, at the moment or now."""
    return (at or datetime.now(UTC)).astimezone(ZoneInfo(government.time_zone)).date()
