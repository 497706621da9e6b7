"""Twenty offices and twenty redesigns, all invented: does the laboratory foretell what the redesign does?

    python -m tests.insight.laboratory.redesigns [how many]

For each: the plain simulator of `truth.py` runs an office; its log alone is fitted; the redesign is tried on paper;
then the plain simulator runs the changed office many times, which is the truth. Told is how far the predicted
nine-in-ten lies from it. What the log does not say (starts, whom a role consists of) the laboratory has to find out.
"""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from madang.insight.evidence import table
from madang.insight.laboratory.changing import changed
from madang.insight.laboratory.definition import redesign_in
from madang.insight.laboratory.fitting.fit import fit
from madang.insight.laboratory.fitting.intake import events_of
from madang.insight.laboratory.predicting import predict
from tests.insight.laboratory.truth import Office, Task, cycle_times, run, share_below, write

LOG_DAYS, TRUTH_DAYS, TRUTH_RUNS = 364, 364, 8
SEED = 20261121
WITHOUT_STARTS = 4  # every fourth log tells completions only


@dataclass(frozen=True)
class Redesign:
    """The change in the words of the laboratory, and the same done to the office."""

    text: str
    done: Callable[[Office], Office]


def office(dice: random.Random) -> Office:
    """An office by chance: two to four roles, a loop, an applicant who is asked, loads of a half to nine tenths."""
    # Applicants are asked seldom or often: where one in ten is asked, the nine-in-ten stands on the edge of two worlds.
    asked, again = dice.choice([dice.uniform(0.01, 0.06), dice.uniform(0.15, 0.35)]), dice.uniform(0.0, 0.2)
    tasks = {
        "Receive": Task(None, 0, (("Check", 1.0),)),
        "Check": Task("Clerk", dice.uniform(5, 20), (("Ask", asked), ("Examine", 1 - asked)), _shape(dice)),
        "Ask": Task(None, 0, (("Read the answer", 1.0),)),
        "Read the answer": Task(
            "Clerk", dice.uniform(4, 10), (("Examine", 1.0),), _shape(dice), dice.uniform(240, 1400), 1.0
        ),
        "Examine": Task(
            "Expert", dice.uniform(15, 60), (("Examine", again), ("Decide", 1 - again)), _shape(dice)
        ),
        "Decide": Task("Head", dice.uniform(3, 12), (("Send", 1.0),), _shape(dice)),
        "Send": Task("Clerk", dice.uniform(2, 5), (), _shape(dice)),
    }
    per_day = dice.uniform(30, 80)
    needs = {
        "Clerk": tasks["Check"].minutes + asked * tasks["Read the answer"].minutes + tasks["Send"].minutes,
        "Expert": tasks["Examine"].minutes / (1 - again), "Head": tasks["Decide"].minutes,
    }  # fmt: skip
    staff = {role: _people(per_day * minutes / 480, dice) for role, minutes in needs.items()}
    return Office("Receive", tasks, staff, per_day=per_day)


def _shape(dice: random.Random) -> str:
    return dice.choice(["exponential", "lognormal", "uniform"])


def _people(work: float, dice: random.Random) -> int:
    """Enough people for a load of at most 0.85."""
    return max(1, -int(-work // dice.uniform(0.6, 0.85)))


def _load(one: Office, role: str) -> float:
    asked, again = (
        dict(one.tasks["Check"].after).get("Ask", 0.0),
        dict(one.tasks["Examine"].after).get("Examine", 0.0),
    )
    minutes = {
        "Clerk": one.tasks["Check"].minutes + asked * one.tasks["Read the answer"].minutes + one.tasks["Send"].minutes,
        "Expert": one.tasks["Examine"].minutes / (1 - again), "Head": one.tasks["Decide"].minutes,
    }[role]  # fmt: skip
    hours = sum(end - begin for begin, end in one.open)
    return one.per_day * minutes / 60 / hours / one.staff[role]


def redesigns(dice: random.Random) -> list[Redesign]:
    """Each kind of change with figures by chance."""
    more, factor, faster, skipped = (
        dice.choice([1, 2]),
        dice.uniform(1.03, 1.12),
        dice.uniform(0.6, 0.9),
        dice.uniform(0.3, 0.8),
    )
    return [
        Redesign(f"staff: {{role: Read the answer, add: {more}}}", lambda one: _staffed(one, "Clerk", more)),
        Redesign(f"staff: {{role: Examine, add: {more}}}", lambda one: _staffed(one, "Expert", more)),
        Redesign(f"demand: {{factor: {factor}}}", lambda one: replace(one, per_day=one.per_day * factor)),
        Redesign(f"duration: {{step: Examine, factor: {faster}}}", lambda one: _faster(one, "Examine", faster)),
        Redesign("register: {step: Ask}", _register),
        Redesign(f"skip: {{step: Send, share: {skipped}}}", lambda one: _skipping(one, skipped)),
        Redesign("rework: {step: Examine, factor: 0}", _once),
        Redesign('hours: {open: ["mon-fri 08:00-12:00", "mon-fri 13:00-19:00"]}', _longer),
        Redesign("pool: {roles: [Check, Decide], into: Counter}", _pooled),
        Redesign("staff: {role: Decide, add: 1}", lambda one: _staffed(one, "Head", 1)),
    ]  # fmt: skip


def _staffed(one: Office, role: str, more: int) -> Office:
    return replace(one, staff={**one.staff, role: one.staff[role] + more})


def _faster(one: Office, name: str, factor: float) -> Office:
    task = one.tasks[name]
    return one.with_tasks(**{name: replace(task, minutes=task.minutes * factor)})


def _register(one: Office) -> Office:
    answer = replace(one.tasks["Read the answer"], delay=0.0, delayed=0.0)
    after = tuple(
        (("Read the answer" if name == "Ask" else name), chance) for name, chance in one.tasks["Check"].after
    )
    return one.with_tasks(**{"Read the answer": answer, "Check": replace(one.tasks["Check"], after=after)})


def _skipping(one: Office, share: float) -> Office:
    return one.with_tasks(Decide=replace(one.tasks["Decide"], after=(("Send", 1 - share),)))


def _once(one: Office) -> Office:
    return one.with_tasks(Examine=replace(one.tasks["Examine"], after=(("Decide", 1.0),)))


def _longer(one: Office) -> Office:
    return replace(one, open=((8.0, 12.0), (13.0, 19.0)), arrive=one.arrive or one.open)


def _pooled(one: Office) -> Office:
    staff = {"Clerk": one.staff["Clerk"] + one.staff["Head"], "Expert": one.staff["Expert"]}
    tasks = {
        name: replace(task, role="Clerk" if task.role == "Head" else task.role)
        for name, task in one.tasks.items()
    }
    return replace(one, staff=staff, tasks=tasks)


@dataclass(frozen=True)
class Trial:
    """One redesign: what was foretold and what was true, in hours."""

    number: int
    text: str
    starts: bool
    base: float
    truth: float
    predicted: float
    median_truth: float
    median_predicted: float

    @property
    def error(self) -> float:
        return self.predicted / self.truth - 1


def trials(
    count: int,
    *,
    log_days: int = LOG_DAYS,
    truth_days: int = TRUTH_DAYS,
    truth_runs: int = TRUTH_RUNS,
    since: int = 0,
) -> Iterator[Trial]:
    """So many redesigns, each kind in turn, in offices by chance."""
    for number in range(since, count):
        dice = random.Random(SEED + number)  # noqa: S311 - a game of chance, not a secret
        one = office(dice)
        change = redesigns(dice)[number % 10]
        starts = number % WITHOUT_STARTS != WITHOUT_STARTS - 1
        yield _trial(number, one, change, starts, log_days, truth_days, truth_runs)


def _trial(
    number: int, one: Office, change: Redesign, starts: bool, log_days: int, truth_days: int, truth_runs: int
) -> Trial:
    done = run(one, log_days, SEED + number)
    with TemporaryDirectory() as folder:
        log, events = Path(folder) / "log.csv", Path(folder) / "log.parquet"
        write(done, log, starts=starts)
        table.write(log, events, table.Options(ZoneInfo("UTC")))
        model = fit(events_of(events, "UTC"), "log")
    [_, found] = predict([model, changed(model, redesign_in(f"changes:\n  - {change.text}"))])
    after = change.done(one)
    true = [cycle_times(run(after, truth_days, 7_000_000 + 1000 * number + n), 28) for n in range(truth_runs)]
    pooled = [value for values in true for value in values]
    whole = [share_below(pooled, share) for share in (0.9, 0.5)]
    return Trial(
        number + 1, change.text, starts, share_below(cycle_times(done), 0.9) / 3600, whole[0] / 3600,
        found.value("p90") / 3600, whole[1] / 3600, found.value("median") / 3600,
    )  # fmt: skip


def main() -> None:
    """Say a line a redesign, and how many of them were foretold within 10 %."""
    found = []
    _say("| | Change | Starts in the log | Now, h | True after, h | Foretold, h | Error |")
    _say("|---|---|---|---|---|---|---|")
    for one in trials(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        found.append(one)
        starts = "yes" if one.starts else "no"
        _say(
            f"| {one.number} | `{one.text}` | {starts} | {one.base:.2f} | {one.truth:.2f} | {one.predicted:.2f} "
            f"| {one.error:+.1%} |"
        )
    within = sum(abs(one.error) <= 0.10 for one in found)
    _say(f"\n{within} of {len(found)} within 10 %")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
