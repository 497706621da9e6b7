"""By what the cases of a service are measured: its definition, its clock, the office's hours and holidays."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from madang.ground.law.queries import OfficeHours, decreed
from madang.ground.organisations.queries import Government, office_hours
from madang.insight.evidence.measures.office import Clock, Office
from madang.insight.evidence.measures.whole import Asked
from madang.work.services.queries import service


def ruled(key: str, government: Government | None = None, by: tuple[str, ...] = ()) -> Asked | None:
    """What a log of the service is to be measured by; None where no such service takes cases."""
    found = service(key)
    flow = found.promise.flow if found else None
    if flow is None:
        return None
    calendar = flow.clock.calendar or "kr"
    office = Office(
        office_hours(government) if government else OfficeHours(),
        calendar,
        tuple(decreed(calendar)),
        Clock(flow.clock.rule, str(flow.clock.period)),
    )
    return Asked(office, by=by, flow=flow)


def asked_of_history(key: str, government: Government, zone: ZoneInfo) -> Asked:
    """What an imported log of the service is measured by: the same, on the clock of the place of the log."""
    own = ruled(key, government) or Asked(Office(office_hours(government)))
    hours = replace(own.office.hours, zone_name=zone.key)
    return replace(own, office=replace(own.office, hours=hours))
