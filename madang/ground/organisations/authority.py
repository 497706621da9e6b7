"""Authority at the moment of the act: own posts, posts of somebody absent, and standing delegation."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from madang.ground.organisations.models import Delegation, Government, Holding, Post
from madang.ground.people.queries import Person, stood_in_for

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


def own_authorities(person: Person, *, at: datetime) -> list[Authority]:
    """What the person may act as by own posts alone, at the moment; asked at every act, so by columns alone."""
    rows = Holding.objects.on_or_about(at).filter(person=person).order_by("id").values_list(*OWN)
    return [
        Authority(person.pk, post, unit, government, role, "holder", person.pk)
        for post, unit, government, zone, roles, *days in rows
        if _all_hold(days, at.astimezone(ZoneInfo(zone)).date())
        for role in roles
    ]


OWN = [
    "post_id", "post__unit_id", "post__unit__government_id", "post__unit__government__time_zone", "post__roles",
    "valid_from", "valid_until", "post__valid_from", "post__valid_until",
    "post__unit__valid_from", "post__unit__valid_until",
]  # fmt: skip


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
