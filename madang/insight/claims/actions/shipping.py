"""Loading the claims that Madang ships: published figures of real governments, each assessed at once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.ground.organisations.queries import Government
from madang.insight.claims.actions.assessing import take_figures
from madang.insight.claims.actions.keeping import enrol
from madang.insight.claims.definition import shipped
from madang.insight.claims.models import Claim


@transaction.atomic
def load_shipped(*, government: Government, at: datetime | None = None, by: None = None) -> list[Claim]:
    """Enter the shipped claims into the register of a government that keeps them; those already there stay."""
    now = at or timezone.now()
    known = set(Claim.objects.filter(shipped=True).values_list("key", flat=True))
    new = [terms for terms in shipped() if terms.key not in known]
    claims = [enrol(terms, government=government, unit=None, shipped=True, at=now, by=by) for terms in new]
    for claim in claims:
        take_figures(claim, at=now, by=by)
    return claims
