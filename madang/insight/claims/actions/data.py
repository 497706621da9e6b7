"""Adding data to a claim: a table that somebody gives, or one gathered from the log of the service."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.ground.people.queries import Person
from madang.insight.claims import gathering
from madang.insight.claims.actions.entering import enter, held, keeper
from madang.insight.claims.definition import Terms
from madang.insight.claims.errors import NotPossible, Unacceptable
from madang.insight.claims.hashing import content_hash
from madang.insight.claims.life import Act
from madang.insight.claims.models import Claim, Data
from madang.insight.claims.saying import unreadable
from madang.insight.claims.tables import PANEL, Table, Unreadable, parsed, read, treated_in


def reading(kind: str, raw: bytes, columns: tuple[str, ...] = ()) -> Table:
    """The table in a file; raises Unacceptable with a sentence that says which line is wrong, and how."""
    try:
        return read(kind, raw, columns)
    except Unreadable as why:
        raise Unacceptable("file", unreadable(why)) from None


@transaction.atomic
def add_data(
    claim_id: UUID,
    measure: str,
    table: Table,
    *,
    source: str,
    treated: str = "",
    query: str = "",
    at: datetime | None = None,
    by: Person | None,
) -> Data:
    """Keep a table for one measure; earlier tables stay, the newest of a measure is what is assessed."""
    claim, now = held(claim_id, Act.WATCH), at or timezone.now()
    authority = keeper(claim, by, now)
    terms = Terms.model_validate(claim.terms)
    if measure not in {each.key for each in terms.measures}:
        raise Unacceptable("measure", _("The claim has no such measure. Choose one of its measures."))
    if not source.strip():
        raise Unacceptable("source", _("Say where the numbers are from, so that others can check them."))
    _check_treated(table, treated)
    content = table.content
    digest = content_hash(content)
    if claim.data.filter(hash=digest, measure=measure, treated=treated).exists():
        raise Unacceptable("file", _("The same numbers are there already. Nothing was added."))
    data = Data(
        government=claim.government, claim=claim, number=claim.data.count() + 1, measure=measure, kind=table.kind,
        content=content, hash=digest, rows=len(table.rows), treated=treated, source=source.strip(), query=query,
        left_out=table.left_out, added_at=now, added_by=by,
    )  # fmt: skip
    data.save()
    said: dict[str, Any] = {"data": data.number, "measure": measure, "kind": table.kind, "hash": digest}
    enter(claim, Act.WATCH, said, at=now, authority=authority, by=by)
    return data


def _check_treated(table: Table, treated: str) -> None:
    if table.kind != PANEL:
        return
    units = {row["unit"] for row in parsed(table.content)}
    changed = set(treated_in(treated))
    if not changed or not changed <= units:
        some = ", ".join(sorted(units)[:5])
        raise Unacceptable(
            "treated",
            _("Name the unit that changed as it stands in the table. There are: %(units)s") % {"units": some},
        )
    if changed == units:
        raise Unacceptable("file", _("A comparison needs at least one other unit in the table."))


def gather(claim_id: UUID, *, by: Person | None) -> list[Data]:
    """Read the measures of a claim from the log of its service as it stands now, each as a table."""
    claim = Claim.objects.select_related("government").get(pk=claim_id)
    terms, found = Terms.model_validate(claim.terms), []
    for measure in terms.measures:
        if not measure.read_from:
            continue
        try:
            gathered = gathering.gathered(claim.government, terms.service, measure)
        except Unreadable as why:
            raise NotPossible(unreadable(why)) from None
        if gathered is not None and not claim.data.filter(hash=content_hash(gathered.table.content)).exists():
            found.append(
                add_data(
                    claim_id, measure.key, gathered.table, source=gathered.source, query=gathered.query, by=by
                )
            )
    if not found:
        raise NotPossible(
            _("The log of the service holds nothing new for this claim. Wait for cases, or add a table.")
        )
    return found
