"""`madang verify`: the design is chosen from the data, the answer is whole, and bad input gets a sentence."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from madang.site import cli
from tests.lib.statistics.published import DRIVERS, NILE, RESTAURANTS

KEYS = {"design", "effect", "relative", "ci95", "p", "grade", "warnings"}


def _file(folder: Path, rows: list[str], head: str = "month,value") -> str:
    file = folder / "file.csv"
    file.write_text("\n".join([head, *rows]) + "\n")
    return str(file)


def _months(values: Any, first: int = 2015) -> list[str]:
    return [f"{first + n // 12}-{n % 12 + 1:02},{value}" for n, value in enumerate(values)]


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["verify", *words])
    out, err = capsys.readouterr()
    return code, out, err


def _series(capsys: pytest.CaptureFixture[str], file: str, change: str, *more: str) -> dict[str, Any]:
    code, out, err = _run(
        capsys, "series", file, "--time", "month", "--value", "value", "--change", change, "--json", *more
    )
    assert code == 0, err
    told = json.loads(out)
    assert set(told) >= KEYS
    return dict(told)


def _noise(count: int, seed: int = 4) -> Any:
    return np.random.default_rng(seed).normal(size=count)


def test_seat_belts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _series(capsys, _file(tmp_path, _months(DRIVERS, 1969)), "1983-01-31", "--log")
    assert (told["design"], told["grade"]) == ("series", "E2")
    assert told["effect"] == pytest.approx(-0.238, abs=0.01)
    assert told["relative"] == pytest.approx(-0.21, abs=0.01)
    assert told["ci95"][0] < told["effect"] < told["ci95"][1] < 0
    assert told["p"] < 0.01
    assert told["extras"]["season"] == "dummies"
    assert told["persistence"] is not None
    assert {shift for shift, _ in told["sensitivity"]} == {-3, -2, -1, 1, 2, 3}


def test_years_have_no_season(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{1871 + n},{value}" for n, value in enumerate(NILE)]
    told = _series(capsys, _file(tmp_path, rows), "1899")
    assert told["effect"] == pytest.approx(-290, abs=10)
    assert (told["extras"]["season"], told["extras"]["period"]) == ("none", 1)
    assert told["persistence"] is None


def test_rows_in_any_order_with_gaps_give_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _months(10 + _noise(60) - 4 * (np.arange(60) >= 30))
    one = _series(capsys, _file(tmp_path, rows), "2017-07")
    other = _series(capsys, _file(tmp_path, rows[::-1]), "2017-07")
    assert one["effect"] == pytest.approx(other["effect"])
    rows[7] = rows[7].partition(",")[0] + ",NA"
    del rows[11]
    gappy = _series(capsys, _file(tmp_path, rows), "2017-07")
    assert "gaps" in gappy["warnings"]
    assert gappy["n_before"] == 28
    assert gappy["effect"] == pytest.approx(-4, abs=1.5)


@pytest.mark.parametrize(
    ("before", "after", "design", "grade", "warning"),
    [
        (1, 1, "two_values", "E1", "unverified"),
        (2, 2, "short_series", "E1", "too_few_to_test"),
        (1, 5, "short_series", "E1", "too_few_to_test"),
        (6, 6, "short_series", "E1", "season_not_separable"),
        (11, 12, "short_series", "E1", "few_periods"),
        (36, 6, "short_series", "E1", "few_periods"),
        (12, 12, "series", "E2", "season_by_waves"),
    ],
)
def test_the_design_says_what_the_data_allow(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    before: int,
    after: int,
    design: str,
    grade: str,
    warning: str,
) -> None:
    values = 50 + _noise(before + after) - 20 * (np.arange(before + after) >= before)
    change = f"{2015 + before // 12}-{before % 12 + 1:02}"
    told = _series(capsys, _file(tmp_path, _months(values)), change)
    assert (told["design"], told["grade"]) == (design, grade)
    assert warning in told["warnings"]
    assert told["effect"] == pytest.approx(-20, abs=5)
    assert (told["ci95"] is None) == (min(before, after) < 3)


def test_values_that_never_vary_show_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _series(capsys, _file(tmp_path, _months([7] * 48)), "2017-01")
    assert (told["effect"], told["p"], told["ci95"]) == (0, 1, [0, 0])
    assert "no_variation" in told["warnings"]


def test_zeros_under_a_logarithm_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = np.random.default_rng(3).poisson(np.where(np.arange(60) < 30, 20, 10))
    counts[5] = 0
    told = _series(capsys, _file(tmp_path, _months(counts)), "2017-07", "--log")
    assert "zeros_in_log" in told["warnings"]
    assert told["relative"] == pytest.approx(np.expm1(told["effect"]))


def test_no_effect_is_called_not_to_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _series(capsys, _file(tmp_path, _months(100 + _noise(72))), "2018-01", "--concurrent", "new fees")
    assert told["ci95"][0] < 0 < told["ci95"][1]
    assert {"cannot_tell", "concurrent_changes"} <= set(told["warnings"])
    assert told["concurrent"] == ["new fees"]
    assert "new fees" in " ".join(told["sentences"])


def test_sentences_are_said_in_korean_or_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, _months(100 + _noise(48) - 9 * (np.arange(48) >= 24)))
    words = ("series", file, "--time", "month", "--value", "value", "--change", "2017-01", "--language")
    assert "증거 등급: E2 (시계열 검정)" in _run(capsys, *words, "ko")[1]
    english = _run(capsys, *words, "en")[1]
    assert "Grade of evidence: E2 (series tested)" in english
    assert "95 % interval" in english


@pytest.mark.parametrize(
    ("rows", "change", "sentence"),
    [
        (["1,5", "2,6", "2,7"], "2", "2 occurs twice (lines 3 and 4)"),
        (["1,5", "2,6"], "9", "leaves nothing after it: the times of the file run from 1 to 2"),
        (["1,5", "2,6"], "1", "leaves nothing before it"),
        (["1,5", "x,6"], "1", "line 3: 'x' in column 'month' is no time"),
        (["1,5", "2,six"], "2", "line 3: 'six' in column 'value' is no number"),
        (["1,5", ",6"], "1", "line 3: column 'month' is empty"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[str], change: str, sentence: str
) -> None:
    file = _file(tmp_path, rows)
    code, out, err = _run(capsys, "series", file, "--time", "month", "--value", "value", "--change", change)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_negative_value_has_no_logarithm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, _months([-1, 2, 3, 4, 5, 6, 7, 8]))
    words = ("series", file, "--time", "month", "--value", "value", "--change", "2015-05", "--log")
    assert _run(capsys, *words)[0] == 2


# -- panels --


def _panel(
    capsys: pytest.CaptureFixture[str], folder: Path, cells: dict[tuple[str, Any], float], *more: str
) -> dict[str, Any]:
    file = _file(
        folder, [f'"{unit}",{time},{value}' for (unit, time), value in cells.items()], "unit,time,value"
    )
    words = ("panel", file, "--unit", "unit", "--time", "time", "--value", "value", "--json", *more)
    code, out, err = _run(capsys, *words)
    assert code == 0, err
    told = json.loads(out)
    assert set(told) >= KEYS | {"weights", "pre_rmspe", "placebo_rank"}
    return dict(told)


def _made(units: int, times: int, effect: Any, seed: int = 5) -> dict[tuple[str, Any], float]:
    rng = np.random.default_rng(seed)
    course = rng.normal(size=times).cumsum()
    return {
        (f"u{unit}", time): unit + course[time] + rng.normal() * 0.5 + effect(unit, time)
        for unit in range(units) for time in range(times)
    }  # fmt: skip


def test_several_treated_units_are_a_difference_in_differences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = _made(30, 12, lambda unit, time: 3.0 * (unit < 10 and time >= 7))
    told = _panel(capsys, tmp_path, cells, "--treated", ",".join(f"u{n}" for n in range(10)), "--change", "7")
    assert (told["design"], told["grade"]) == ("difference_in_differences", "E3")
    assert told["effect"] == pytest.approx(3, abs=0.5)
    assert told["ci95"][0] < 3 < told["ci95"][1]
    assert told["p"] < 0.01
    assert told["warnings"] == []
    assert told["weights"] == {}
    assert told["extras"]["pre_trend"]["p"] > 0.05


def test_two_states_and_two_times_are_compared_but_not_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _panel(capsys, tmp_path, dict(RESTAURANTS), "--treated", "new jersey", "--change", "1")
    assert told["effect"] == pytest.approx(2.75)
    assert (told["grade"], told["p"], told["ci95"]) == ("E1", None, None)
    assert "units_too_few_to_test" in told["warnings"]


def test_of_two_units_the_series_of_their_difference_is_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = _made(2, 40, lambda unit, time: 4.0 * (unit == 0 and time >= 20))
    told = _panel(capsys, tmp_path, cells, "--treated", "u0", "--change", "20")
    assert (told["design"], told["grade"]) == ("difference_in_differences", "E3")
    assert told["effect"] == pytest.approx(4, abs=0.8)
    assert told["ci95"][0] < 4 < told["ci95"][1]
    assert told["p"] < 0.01
    assert told["extras"]["how"] == "series"


@pytest.mark.parametrize("treated", ["u0", "u0,u1,u2", "u0=4,u1=6"])
def test_units_that_never_vary_show_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], treated: str
) -> None:
    cells = {(f"u{unit}", time): 5.0 for unit in range(9) for time in range(12)}
    told = _panel(capsys, tmp_path, cells, "--treated", treated, "--change", "6")
    assert told["effect"] == 0
    assert told["p"] in {None, 1.0}


def test_groups_that_drifted_apart_before_are_no_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = _made(30, 12, lambda unit, time: 0.8 * time * (unit < 10))
    told = _panel(capsys, tmp_path, cells, "--treated", ",".join(f"u{n}" for n in range(10)), "--change", "7")
    assert told["grade"] == "E2"
    assert "pre_trend" in told["warnings"]


def test_one_treated_unit_is_compared_with_a_mixture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = _made(25, 30, lambda unit, time: -6.0 * (unit == 12 and time >= 20))
    told = _panel(capsys, tmp_path, cells, "--treated", "u12", "--change", "20")
    assert (told["design"], told["grade"]) == ("synthetic_control", "E3")
    assert told["effect"] == pytest.approx(-6, abs=0.7)
    assert sum(told["weights"].values()) == pytest.approx(1)
    assert min(told["weights"].values()) > 0
    assert (told["placebo_rank"], told["placebo_units"]) == (1, 25)
    assert told["p"] == pytest.approx(1 / 25)
    assert told["pre_rmspe"] < 1
    assert told["ci95"][0] < -6 < told["ci95"][1] < 0


def test_a_unit_on_another_level_is_compared_by_its_course(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = _made(25, 30, lambda unit, time: 90.0 * (unit == 12) - 6.0 * (unit == 12 and time >= 20))
    told = _panel(capsys, tmp_path, cells, "--treated", "u12", "--change", "20")
    assert told["effect"] == pytest.approx(-6, abs=0.7)
    assert told["grade"] == "E3"
    assert "level_apart" in told["warnings"]


def test_a_unit_that_goes_another_way_is_no_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = _made(25, 30, lambda unit, time: 5.0 * time * (unit == 12))
    told = _panel(capsys, tmp_path, cells, "--treated", "u12", "--change", "20")
    assert told["grade"] == "E2"
    assert "poor_fit" in told["warnings"]


def _starts(unit: int) -> int:
    return {0: 4, 1: 8}.get(unit // 12, 99)


@pytest.mark.parametrize("way", ["names", "starts", "flags"])
def test_different_starts_are_compared_group_by_group(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    cells = _made(40, 12, lambda unit, time: 2.0 * (time >= _starts(unit)))
    rows = []
    for (unit, time), value in cells.items():
        start = _starts(int(unit[1:]))
        rows.append(f"{unit},{time},{value},{'' if start == 99 else start},{int(time >= start)}")
    file = _file(tmp_path, rows, "unit,time,value,starts,flags")
    named = ",".join(f"u{n}={_starts(n)}" for n in range(24))
    words = ("panel", file, "--unit", "unit", "--time", "time", "--value", "value", "--json")
    code, out, err = _run(capsys, *words, "--treated", named if way == "names" else way)
    assert code == 0, err
    told = json.loads(out)
    assert (told["design"], told["grade"]) == ("staggered", "E3")
    assert told["effect"] == pytest.approx(2, abs=0.4)
    assert told["ci95"][0] < 2 < told["ci95"][1]
    assert len({row["start"] for row in told["extras"]["group_time"]}) == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--treated", "u99", "--change", "5"), "no unit is called 'u99'; the file has u0, u1"),
        (("--treated", "u0"), "say with --change"),
        (("--treated", "u0", "--change", "50"), "leaves nothing after it"),
        (("--treated", "u0,u1,u2", "--change", "5"), "none is left to compare with"),
    ],
)
def test_a_panel_that_cannot_be_compared_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], sentence: str
) -> None:
    rows = [f"{unit},{time},{value}" for (unit, time), value in _made(3, 10, lambda unit, time: 0.0).items()]
    file = _file(tmp_path, rows, "unit,time,value")
    words = ("panel", file, "--unit", "unit", "--time", "time", "--value", "value")
    code, out, err = _run(capsys, *words, *more)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_cell_that_occurs_twice_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, ["a,1,2", "a,1,3", "b,1,2"], "unit,time,value")
    words = (
        "panel",
        file,
        "--unit",
        "unit",
        "--time",
        "time",
        "--value",
        "value",
        "--treated",
        "a",
        "--change",
        "1",
    )
    code, _, err = _run(capsys, *words)
    assert code == 2
    assert "'a' occurs twice at 1 (lines 2 and 3)" in err


# -- logs --


def _log(folder: Path, months: int, change: int, factor: float, per_month: int = 30) -> str:
    """Cases of about ten days, quicker by `factor` from that month on; each ends on its due date or after it."""
    rng = np.random.default_rng(6)
    rows = []
    for month in range(months):
        for number in range(per_month):
            start = datetime(2019 + month // 12, month % 12 + 1, 1 + int(rng.integers(27)), 9, tzinfo=UTC)
            days = 10 * rng.lognormal(0, 0.4) * (factor if month >= change else 1)
            due = (start + timedelta(days=12)).isoformat()
            rows.append(f"{month}-{number},received,{start.isoformat()},{due}")
            rows.append(f"{month}-{number},decided,{(start + timedelta(days=days)).isoformat()},{due}")
    return _file(folder, rows, "case,activity,time,due")


def _verify_log(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    code, out, err = _run(capsys, "log", *words, "--time-zone", "Asia/Seoul", "--json")
    assert code == 0, err
    told = json.loads(out)
    assert set(told) >= KEYS
    return dict(told)


def test_a_long_log_is_a_monthly_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _verify_log(capsys, _log(tmp_path, 36, 18, 0.7), "--change", "2020-07-01")
    assert (told["design"], told["grade"]) == ("series", "E2")
    assert told["effect"] == pytest.approx(-3 * 86400, rel=0.3)
    assert told["relative"] == pytest.approx(-0.3, abs=0.08)
    assert told["mean"]["effect"] < 0
    assert told["median"]["effect"] == told["effect"]
    assert told["extras"]["unit"] == "seconds"


def test_a_short_log_is_compared_case_by_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _verify_log(capsys, _log(tmp_path, 8, 4, 0.7), "--change", "2019-05")
    assert (told["design"], told["grade"]) == ("cases", "E1")
    assert told["effect"] == pytest.approx(-3 * 86400, rel=0.4)
    assert told["ci95"][1] < 0
    assert told["extras"]["cliffs_delta"] < 0
    assert "trend_not_excluded" in told["warnings"]


@pytest.mark.parametrize("months", [8, 36])
def test_the_share_of_late_cases_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], months: int
) -> None:
    file = _log(tmp_path, months, months // 2, 0.6)
    change = "2019-05-01" if months == 8 else "2020-07-01"
    told = _verify_log(capsys, file, "--deadline", "due", "--change", change, "--measure", "late_share")
    assert told["effect"] == pytest.approx(-0.28, abs=0.12)
    assert told["p"] < 0.01
    assert told["median"] is None


def test_a_log_without_deadlines_cannot_say_what_was_late(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _log(tmp_path, 4, 2, 1)
    words = ("log", file, "--deadline", "none", "--change", "2019-03", "--measure", "late_share")
    code, _, err = _run(capsys, *words, "--time-zone", "UTC")
    assert code == 2
    assert "states no deadlines" in err


def test_a_change_outside_of_the_log_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _run(
        capsys, "log", _log(tmp_path, 4, 2, 1), "--change", "2030-01-01", "--time-zone", "UTC"
    )
    assert code == 2
    assert "leaves no case after it" in err
