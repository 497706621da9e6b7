"""The measures as expressions over the table of events; they name no engine.

Events of one case are ordered by time, and where times are equal by their place in the file.
"""

import ibis

from madang.insight.evidence.measures.engine import Column, Table, in_order, micros
from madang.insight.evidence.measures.waiting import CAUSES

MEDIAN, NINE_IN_TEN = 0.5, 0.9


def cases_of(events: Table) -> Table:
    """One row a case: when it began and ended, its steps in order, its deadline.

    A case begins with its first row, or where rows say when work began, with the first such beginning.
    """
    start = micros(events.start)
    begun = ibis.ifelse((start <= events.us).fill_null(False), start, events.us)
    return (
        events.group_by("case")
        .aggregate(
            first=begun.min(),
            last=events.us.max(),
            month=events.day.min().truncate("M"),
            steps=in_order(events.activity, [events.us, events.row]),
            events=events.count(),
            kinds=events.activity.nunique(),
            deadline=micros(events.deadline.max()),
            closed=micros(events.end.max()),
        )
        .mutate(cycle=lambda row: row.last - row.first)
    )


def variants_of(cases: Table) -> Table:
    """One row a variant: the steps in order, how many cases took them and the median of their cycle times."""
    return (
        cases.group_by("steps")
        .aggregate(cases=cases.count(), median=cases.cycle.quantile(MEDIAN))
        .order_by(ibis.desc("cases"), "steps")
    )


def steps_of(events: Table) -> Table:
    """Each event with the one that follows it in its case."""
    within = ibis.window(group_by="case", order_by=[events.us, events.row])
    return events.select(
        "activity",
        "resource",
        "us",
        following=events.activity.lead().over(within),
        following_resource=events.resource.lead().over(within),
        following_us=events.us.lead().over(within),
    )


def pairs_of(steps: Table) -> Table:
    """One row for each pair of activities of which the second directly follows the first."""
    pairs = steps.filter(steps.following.notnull())
    # Where either event names nobody, nobody can be said to have handed over.
    changed = (pairs.resource != pairs.following_resource).fill_null(False)
    return (
        pairs.group_by("activity", "following")
        .aggregate(
            count=pairs.count(),
            handovers=changed.sum(),
            median=(pairs.following_us - pairs.us).quantile(MEDIAN),
        )
        .order_by(ibis.desc("count"), "activity", "following")
    )


def counts_of(events: Table) -> Table:
    """Events, activities and resources; events that name no resource add none."""
    return events.aggregate(
        events=events.count(),
        activities=events.activity.nunique(),
        resources=events.resource.nunique(),
        unnamed=events.resource.isnull().sum(),
        first_day=events.day.min(),
        last_day=events.day.max(),
    )


def totals_of(cases: Table) -> Table:
    """Cases, cycle time in microseconds, rework and lateness in one row."""
    due = cases.deadline.notnull()
    ended = ibis.coalesce(cases.closed, cases.last)
    return cases.aggregate(
        cases=cases.count(),
        median=cases.cycle.quantile(MEDIAN),
        mean=cases.cycle.mean(),
        p90=cases.cycle.quantile(NINE_IN_TEN),
        p95=cases.cycle.quantile(0.95),
        longest=cases.cycle.max(),
        rework=(cases.events > cases.kinds).sum(),
        due=due.sum(),
        closed=(due & cases.closed.notnull()).sum(),
        late=(due & (ended > cases.deadline)).sum(),
        late_by_last_event=(due & (cases.last > cases.deadline)).sum(),
    )


def months_of(cases: Table) -> Table:
    """Cases by the month of their first event, with median and nine-in-ten of their cycle time."""
    return (
        cases.group_by("month")
        .aggregate(
            cases=cases.count(), median=cases.cycle.quantile(MEDIAN), p90=cases.cycle.quantile(NINE_IN_TEN)
        )
        .order_by("month")
    )


def activities_of(events: Table) -> Table:
    """Events and cases of each activity, the cases that repeat it and the repetitions."""
    each = events.group_by("activity", "case").aggregate(times=events.count())
    return (
        each.group_by("activity")
        .aggregate(
            events=each.times.sum(),
            cases=each.count(),
            repeating=(each.times > 1).sum(),
            repetitions=(each.times - 1).sum(),
        )
        .order_by(ibis.desc("events"), "activity")
    )


def at_least(cases: Table, edges: list[int]) -> Table:
    """How many cases have a cycle time of at least each number of microseconds, in one row."""
    return cases.aggregate(
        **{f"from_{place}": (cases.cycle >= edge).sum() for place, edge in enumerate(edges)}
    )


def ranked(variants: Table) -> Table:
    """The variants with their rank, the most frequent first."""
    place = ibis.row_number().over(ibis.window(order_by=[ibis.desc("cases"), "steps"]))
    return variants.select("steps", variant=place + 1)


def joined(cases: Table, counted: Table, ranked: Table) -> Table:
    """All that is known of each case in one row."""
    found = cases.inner_join(counted, "case").inner_join(ranked, "steps")
    return found.drop([name for name in found.columns if name.endswith("_right")])


def sums_of(cases: Table) -> Table:
    """What is read of all cases at once, in one row; times in microseconds."""
    known = cases.automation_known == cases.events
    due = cases.deadline.notnull()
    return cases.aggregate(
        cases=cases.count(),
        open=cases.open.sum(),
        **_quantiles(cases.processing, "processing"),
        **_quantiles(cases.waiting, "waiting"),
        **_quantiles(cases.worked, "worked"),
        **_quantiles(cases.legal_used, "legal"),
        processing_sum=cases.processing.sum(),
        waiting_sum=cases.waiting.sum(),
        **{f"{cause}_sum": cases[cause].sum() for cause in CAUSES},
        ping_pong_cases=(cases.ping_pong > 0).sum(),
        automatic_sum=cases.automatic.sum(),
        automation_known_sum=cases.automation_known.sum(),
        all_known=known.sum(),
        straight=(known & (cases.automatic == cases.events)).sum(),
        right=(~cases.open & ~cases.stopped & (cases.events == cases.kinds)).sum(),
        due=due.sum(),
        late=_late(cases).sum(),
        due_by_law=cases.due_by_law.count(),
        late_by_law=cases.late_by_law.fill_null(False).sum(),
    )


def by_of(cases: Table, part: str) -> Table:
    """One row for each month, unit, channel or group; cases that state none come last."""
    due = cases.deadline.notnull()
    return (
        cases.group_by(part=cases[part])
        .aggregate(
            cases=cases.count(),
            open=cases.open.sum(),
            **_quantiles(cases.cycle, "cycle"),
            processing_sum=cases.processing.sum(),
            waiting_sum=cases.waiting.sum(),
            **{f"{cause}_sum": cases[cause].sum() for cause in CAUSES},
            rework=(cases.events > cases.kinds).sum(),
            due=due.sum(),
            late=_late(cases).sum(),
            due_by_law=cases.due_by_law.count(),
            late_by_law=cases.late_by_law.fill_null(False).sum(),
        )
        .order_by(ibis.asc("part", nulls_first=False))
    )


def _late(cases: Table) -> Column:
    return cases.deadline.notnull() & (ibis.coalesce(cases.closed, cases.last) > cases.deadline)


def _quantiles(column: Column, name: str) -> dict[str, Column]:
    return {
        f"{name}_median": column.quantile(MEDIAN),
        f"{name}_mean": column.mean(),
        f"{name}_p90": column.quantile(NINE_IN_TEN),
    }


def ways_of(events: Table) -> Table:
    """One row for each order of activities and roles, with how many cases took it; the most frequent first."""
    named = events.mutate(who=events.role.fill_null(""))
    each = named.group_by("case").aggregate(
        steps=in_order(named.activity, [named.us, named.row]),
        roles=in_order(named.who, [named.us, named.row]),
    )
    return (
        each.group_by("steps", "roles")
        .aggregate(cases=each.count())
        .order_by(ibis.desc("cases"), "steps", "roles")
    )
