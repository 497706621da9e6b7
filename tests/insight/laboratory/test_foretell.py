"""A redesign is foretold from the log alone, near to what the plain simulator then shows."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from madang.insight.evidence import table
from madang.insight.laboratory.answering import Asked, answer
from madang.insight.laboratory.changing import changed
from madang.insight.laboratory.definition import redesign_in, shipped
from madang.insight.laboratory.fitting.fit import fit
from madang.insight.laboratory.fitting.intake import Events, events_of
from madang.insight.laboratory.model import Model
from madang.insight.laboratory.predicting import predict
from madang.lib.commands import BadInput
from madang.site.cli import main
from tests.insight.laboratory import redesigns
from tests.insight.laboratory.truth import Office, Task, run, write

OFFICE = Office(
    "Receive",
    {
        "Receive": Task(None, 0, (("Check", 1.0),)),
        "Check": Task("Clerk", 15, (("Ask", 0.2), ("Examine", 0.8))),
        "Ask": Task(None, 0, (("Read", 1.0),)),
        "Read": Task("Clerk", 8, (("Examine", 1.0),), delay=900, delayed=1.0),
        "Examine": Task("Expert", 30, (("Examine", 0.1), ("Decide", 0.9)), "lognormal"),
        "Decide": Task("Head", 6, (), "uniform"),
    },
    {"Clerk": 3, "Expert": 5, "Head": 1},
)  # fmt: skip


def _read(log: Path) -> Events:
    columns = log.with_suffix(".parquet")
    table.write(log, columns, table.Options(ZoneInfo("UTC")))
    return events_of(columns, "UTC")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("office") / "office.csv"
    write(run(OFFICE, 140, 1), file)
    return file


@pytest.fixture(scope="module")
def events(log: Path) -> Events:
    return _read(log)


@pytest.fixture(scope="module")
def model(events: Events) -> Model:
    return fit(events, "office")


def test_the_office_is_read_from_its_log(model: Model, events: Events) -> None:
    week = tuple(((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)) if day < 5 else () for day in range(7))
    assert {role.name: role.staff for role in model.roles} == {"Check": 3, "Examine": 5, "Decide": 1}
    assert {role.week for role in model.roles} == {week}
    paths, minutes = model.paths, {}
    for number, name in enumerate(model.steps):
        mine = paths.step == number
        minutes[name] = (float(paths.work[mine].mean()) / 60, float(paths.delay[mine].mean()) / 60)
    for name in ("Check", "Read", "Examine", "Decide"):
        assert minutes[name][0] == pytest.approx(OFFICE.tasks[name].minutes, rel=0.06), name
    assert minutes["Read"][1] == pytest.approx(900, rel=0.08)
    assert minutes["Check"][1] == minutes["Decide"][1] == 0
    assert model.notes == () or {code for code, _ in model.notes} == {"last-cases"}


def test_the_model_repeats_its_log(model: Model, events: Events) -> None:
    told = answer(model, None, Asked(replications=10, cases=40_000), events=events)
    assert abs(told["fit"]["error"]["median"]) < 0.1
    assert abs(told["fit"]["error"]["mean"]) < 0.1
    assert told["fit"]["wasserstein_relative"] < 0.1
    assert abs(told["fit"]["holdout"]["error"]["mean"]) < 0.2


def test_the_same_seed_gives_the_same_figures(model: Model) -> None:
    redesign = redesign_in("changes: [{demand: {factor: 1.05}}]")
    once, again = (answer(model, redesign, Asked(3, 3000, 5)) for _ in range(2))
    assert once == again
    assert once != answer(model, redesign, Asked(3, 3000, 6))


def test_a_change_that_changes_nothing_makes_no_difference(model: Model) -> None:
    """Common random numbers: the same cases come at the same moments."""
    told = answer(model, redesign_in("changes: [{duration: {step: Check, factor: 1}}]"), Asked(3, 3000))
    assert told["difference"]["cycle_time_seconds"] == {"median": 0.0, "mean": 0.0, "p90": 0.0}


@pytest.mark.parametrize("number", [3, 5, 7, 8])
def test_redesigns_by_chance_are_foretold_within_a_tenth(number: int) -> None:
    """Four of the twenty, with shorter logs; all of them: `python -m tests.insight.laboratory.redesigns`."""
    found = _only(redesigns.trials(number + 1, log_days=182, truth_days=182, truth_runs=4, since=number))
    assert abs(found.error) <= 0.10, found


def _only(trials: Iterator[redesigns.Trial]) -> redesigns.Trial:
    [found] = trials
    return found


CHANGES: dict[str, str] = {
    "more staff": "staff: {role: Decide, add: 1}",
    "staff by the hour": 'staff: {role: Decide, shifts: [{hours: ["mon-fri 09:00-18:00"], staff: 1}, '
    '{hours: ["mon-fri 09:00-12:00"], staff: 1}]}',
    "longer hours": 'hours: {open: ["mon-fri 08:00-20:00"]}',
    "a step less": "remove: {step: Read}",
    "a step for fewer": "skip: {step: Read, share: 0.5}",
    "merged": "merge: {steps: [Examine, Decide], factor: 0.8}",
    "shorter": "duration: {step: Examine, median: 15, p90: 30}",
    "less waiting": "waiting: {step: Read, factor: 0.2}",
    "a register": "register: {step: Ask, answer: Read}",
    "no rework": "rework: {step: Examine, factor: 0}",
    "one counter": "pool: {roles: [Examine, Decide], into: Hall}",
    "fewer cases": "demand: {factor: 0.8}",
    "a machine": "assign: {step: Decide, role: nobody}",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_of_these_changes_helps(model: Model, kind: str) -> None:
    base, after = predict(
        [model, changed(model, redesign_in(f"changes:\n  - {CHANGES[kind]}"))], replications=4, cases=8000
    )
    # Who works mornings only keeps at noon what is not done; that may lengthen the mean.
    figure = "median" if kind == "staff by the hour" else "mean"
    assert after.figure(figure).mean() < base.figure(figure).mean(), kind


def test_a_split_counter_is_slower_than_a_common_one(model: Model) -> None:
    split = "split: {role: Check, into: [{name: Reading, steps: [Read], staff: 1}]}"
    base, after = predict(
        [model, changed(model, redesign_in(f"changes:\n  - {split}"))], replications=4, cases=8000
    )
    assert after.figure("mean").mean() > base.figure("mean").mean()
    assert "load:Reading" in after.runs[0]


def test_steps_side_by_side_save_the_shorter_one(model: Model) -> None:
    together = changed(model, redesign_in("changes:\n  - together: {steps: [Check, Examine]}"))
    base, after = predict([model, together], replications=3, cases=4000)
    assert after.figure("median").mean() < base.figure("median").mean()


def test_cases_that_go_first_are_faster_and_the_others_slower(model: Model) -> None:
    ranked = changed(model, redesign_in("changes:\n  - order: {role: Examine, by: priority, first: Ask}"))
    assert set(np.unique(ranked.paths.priority)) == {0, 1}
    base, after = predict([model, ranked], replications=3, cases=4000)
    assert after.figure("mean").mean() == pytest.approx(base.figure("mean").mean(), rel=0.2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("changes:\n  - staff: {role: Check, add: 1, to: 3}", ":2: [changes.0.staff] staff needs exactly one"),
        ("changes:\n  - registr: {step: Ask}", ":2: [changes.0.registr] this name is not known"),
        ('changes:\n  - hours: {open: ["mon-fry 9-12"]}', "write hours like 'mon-fri 09:00-12:00'"),
        ("changes: []", "changes"),
        ("- staff", "this is no redesign"),
        ("changes: [", "This is not YAML"),
        ("changes:\n  - demand: {factor: -1}", "demand.factor"),
        ("changes:\n  - order: {role: Check, by: priority}", "first"),
        ("", "this is no redesign"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=r"redesign\.yaml") as error:
        redesign_in(text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("remove: {step: Chek}", "Did you mean 'Check'?"),
        ("staff: {role: Janitor, add: 1}", "there is no role 'Janitor'"),
        ("staff: {role: Check, to: 0}", "nobody left"),
        ("staff: {role: Check, add: -9}", "so many cannot be taken away"),
        ("merge: {steps: [Decide, Check]}", "never follows"),
        ("rework: {step: Decide, factor: 0}", "never done again"),
        ("pool: {roles: [Check, Read], into: One}", "two different roles"),
        ("split: {role: Check, into: [{name: A, steps: [Read], staff: 9}]}", "Add staff before"),
    ],
)  # fmt: skip
def test_a_change_of_what_is_not_there_says_so(model: Model, change: str, said: str) -> None:
    with pytest.raises(BadInput) as error:
        changed(model, redesign_in(f"changes:\n  - {change}"))
    assert said in str(error.value)


def test_the_command_answers_in_json(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "change.yaml"
    file.write_text(
        "changes:\n  - staff: {role: Examine, add: 2}\nstandard: {days: 2, share: 0.9}\nprices: {all: 20000}\n"
    )
    quick = ["--replications", "3", "--cases", "6000", "--json"]
    assert main(["simulate", str(log), "--change", str(file), *quick]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(told) >= {"base", "changed", "difference", "fit", "replications", "seed", "warnings"}
    assert 0 < told["base"]["within_standard"] < told["changed"]["within_standard"] <= 1
    assert told["changed"]["load"]["Examine"] == pytest.approx(
        told["base"]["load"]["Examine"] * 5 / 7, rel=0.02
    )
    low, high = told["difference"]["ci95"]["cycle_time_seconds"]["p90"]
    assert low <= told["difference"]["cycle_time_seconds"]["p90"] <= high
    assert told["changed"]["cost_per_case"] > told["base"]["cost_per_case"]
    assert main(["simulate", str(log), *quick]) == 0
    assert "changed" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("case,activity,time\n1,A,2025-01-06 09:00\n", "at least 5 are needed"),
        ("a,b,c\n1,2,3\n", "say which with"),
        ("", "empty"),
    ],
)
def test_the_command_refuses_what_it_cannot_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(content)
    assert main(["simulate", str(file)]) == 2
    assert said in capsys.readouterr().err
    assert main(["simulate"]) == 2
    assert main(["simulate", str(file), "--service", "x"]) == 2
    assert main(["simulate", str(tmp_path / "none.csv")]) == 2


def test_the_shipped_redesigns_can_be_read() -> None:
    hall = shipped()["immigration-hall"]
    assert hall.published is not None
    assert (hall.published.before_minutes, hall.published.after_minutes) == (43, 17)
    assert set(hall.model.assumed) == {"ko", "en"}


def _log(file: Path, head: list[str], rows: list[list[object]]) -> Path:
    lines = [",".join(head), *(",".join(map(str, row)) for row in rows)]
    file.write_text("\n".join(lines) + "\n")
    return file


def _at(minutes: float) -> str:
    return (datetime(2025, 1, 6, 9) + timedelta(minutes=minutes)).isoformat()  # noqa: DTZ001 - read in the log's zone


def test_activities_that_overlap_are_repeated_side_by_side(tmp_path: Path) -> None:
    """Starts and ends as events of their own; opinions asked at the same time; people with several things at hand."""
    dice, rows = np.random.default_rng(1), []
    for case in range(300):
        for place, name in enumerate(["Open", "Lab", "Fire brigade", "Close"]):
            begin = case * 40 + (12 if name == "Fire brigade" else 10 * place)
            for moment, kind in ((begin, "start"), (begin + dice.uniform(5, 30), "complete")):
                rows.append([case, name, _at(moment), kind, f"u{dice.integers(4)}"])
    events = _read(_log(tmp_path / "log.csv", ["case", "activity", "timestamp", "lifecycle", "user"], rows))
    assert events.with_starts
    assert events.beside.mean() > 0.4
    told = answer(fit(events, "log"), None, Asked(5, 5000), events=events)
    assert abs(told["fit"]["error"]["median"]) < 0.05
    assert abs(told["fit"]["error"]["p90"]) < 0.05


@pytest.mark.parametrize("first", ["2024-03-04", "1969-11-03"])
def test_a_log_of_days_alone_repeats_its_waiting(tmp_path: Path, first: str) -> None:
    dice, day = np.random.default_rng(2), date.fromisoformat(first)
    rows: list[list[object]] = [
        [case, name, day + timedelta(days=int(case // 5 + place * dice.integers(0, 4))), f"u{case % 4}"]
        for case in range(200)
        for place, name in enumerate("ABC")
    ]
    events = _read(_log(tmp_path / "log.csv", ["case", "activity", "date", "user"], rows))
    model = fit(events, "log")
    assert "days-only" in {code for code, _ in model.notes}
    told = answer(model, None, Asked(5, 5000), events=events)
    assert abs(told["fit"]["error"]["mean"]) < 0.1
    with pytest.raises(BadInput, match="no role can be changed"):
        changed(model, redesign_in("changes: [{staff: {role: A, add: 1}}]"))


def test_cases_that_come_by_the_clock_are_not_piled_up_by_chance(tmp_path: Path) -> None:
    rows: list[list[object]] = [[case, "A", _at(case * 10), _at(case * 10 + 9), "u"] for case in range(500)]
    model = fit(_read(_log(tmp_path / "log.csv", ["case", "activity", "start", "time", "user"], rows)), "log")
    assert model.arrivals.evenness > 5
    [found] = predict([model], replications=3, cases=2000)
    assert found.value("mean") < 3 * 9 * 60
