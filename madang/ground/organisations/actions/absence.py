"""Being away, with a deputy of the same government."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.ground.organisations.queries import works_in
from madang.ground.people import actions as people
from madang.ground.people.queries import Absence, Person


@transaction.atomic
def be_absent(
    person: Person, deputy: Person | None, *, starts: datetime, ends: datetime, reason: str = "", by: Person
) -> Absence:
    """Record an official's absence; a deputy must work in a government in which the official works.

    Raises `people.Unacceptable` with a sentence for the person.
    """
    if by != person:
        raise PermissionError("nobody else's absence may be recorded")
    own = set(works_in(person, starts))
    if not own:
        raise people.Unacceptable(
            "starts", _("You hold no post on that day. Only officials record an absence here.")
        )
    if deputy and not own & set(works_in(deputy, starts)):
        raise people.Unacceptable(
            "deputy",
            _("%(name)s does not work in your government on that day. Choose a colleague.")
            % {"name": deputy.name},
        )
    return people.be_absent(person, deputy, starts=starts, ends=ends, reason=reason, by=by)
