"""The measures as expressions over the table of events; they name no engine.

Events of one case are ordered by time, and where times are equal by their place in the file.
"""

import ibis

from madang.insight.evidence.measures.engine import Table, micros

MEDIAN, NINE_IN_TEN = 0.5, 0.9


def cases_of(events: Table) -> Table:
    """One row a case: when it began and ended, its steps in order, its deadline."""
    return (
        events.group_by("case")
        .aggregate(
            first=events.us.min(),
            last=events.us.max(),
            month=events.day.min().truncate("M"),
            steps=events.activity.collect(order_by=[events.us, events.row]),
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
