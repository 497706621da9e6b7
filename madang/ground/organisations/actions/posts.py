"""Who holds a post: appointing and vacating, with history."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from madang.ground.organisations.authority import authorities
from madang.ground.organisations.events import PostChanged
from madang.ground.organisations.models import Holding, Post
from madang.ground.people.queries import Person
from madang.lib.news import announce

ORGANISER = "operator"  # the role that may change the organisation of its government


class NotAllowed(Exception):
    """The person may not change the organisation of this government."""


def require_organiser(government_id: int, by: Person | None) -> None:
    """Let only operators of the government, or the installation itself, go on."""
    if by is None:
        return
    held = authorities(by, at=timezone.now())
    if not any(a.role == ORGANISER and a.government_id == government_id for a in held):
        raise NotAllowed(f"{by.username} does not organise government {government_id}")


@transaction.atomic
def appoint(post: Post, person: Person, *, on: date, by: Person | None) -> Holding:
    """Let the person hold the post from that day; whoever held it leaves it on that day.

    Raises ValueError where the post does not stand on that day or somebody is appointed from later on.
    """
    require_organiser(post.unit.government_id, by)
    Post.objects.select_for_update().get(pk=post.pk)
    if not post.holds_on(on):
        raise ValueError(f"the post does not stand on {on}")
    if post.holdings.filter(valid_from__gt=on).exists():
        raise ValueError(f"somebody is appointed to the post from a day after {on}")
    before = _leave(post, on)
    holding = Holding.objects.create(post=post, person=person, valid_from=on, valid_until=post.valid_until)
    announce(PostChanged(post.pk, on, before, person.pk))
    return holding


@transaction.atomic
def vacate(post: Post, *, on: date, by: Person | None) -> None:
    """Let the post stand empty from that day."""
    require_organiser(post.unit.government_id, by)
    Post.objects.select_for_update().get(pk=post.pk)
    before = _leave(post, on)
    if before:
        announce(PostChanged(post.pk, on, before, None))


def _leave(post: Post, on: date) -> int | None:
    """End what is held on the day; a holding that would last no day is taken back."""
    held = Holding.objects.on(on).filter(post=post).first()
    if held is None:
        return None
    if held.valid_from == on:
        held.delete()
    else:
        held.valid_until = on
        held.save(update_fields=["valid_until"])
    return held.person_id
