"""Reads the files, computes again and says of each number whether it is the one that was published."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from . import cases, ledger, panel, series
from .algebra import between

ENOUGH = 12


@dataclass
class Line:
    """One number: what was published, what came out, and how far apart the two may be."""

    name: str
    published: float | None
    found: float | None
    within: float
    simulated: bool = False

    @property
    def holds(self) -> bool:
        """Whether the two are the same, as near as they can be."""
        if self.published is None or self.found is None:
            return self.published is self.found
        return abs(self.published - self.found) <= self.within


class Checked:
    """All numbers of a result, as they are computed again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lines, self.skipped = folder, list[Line](), list[str]()
        self.claim = json.loads((folder / "claim.json").read_text("utf-8"))
        self.result = json.loads((folder / "result.json").read_text("utf-8"))

    def say(
        self, name: str, published: Any, found: Any, exact: float = 1e-6, *, simulated: bool = False
    ) -> None:
        """Compare one number; `exact` is relative to its size, but absolute where it was simulated."""
        within = exact if simulated else exact * max(1.0, abs(published or 0.0))
        self.lines.append(Line(name, published, found, within, simulated))

    def rows(self, number: int, columns: str, tail: str = "") -> list[tuple[Any, ...]]:
        """Rows of a table, read by DuckDB."""
        file = str(self.folder / "data" / f"{number}.csv")
        query = f"SELECT {columns} FROM read_csv(?, header = true, all_varchar = true) {tail}"  # noqa: S608  # fixed texts
        return duckdb.execute(query, [file]).fetchall()

    def all(self) -> "Checked":
        """Hashes, every measure, the ledger."""
        for table in self.claim["tables"]:
            content = (self.folder / table["file"]).read_bytes()
            same = hashlib.sha256(content).hexdigest() == table["sha256"]
            self.say(f"table {table['number']}: SHA-256", 1, int(same))
        hashes = [self.result["measures"][key]["hash"] for key in self.result["measures"]]
        whole = hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
        self.say("hash over all data", 1, int(whole == self.result["data_hash"]))
        for key, found in self.result["measures"].items():
            self.measure(key, found)
        self.benefits()
        return self

    def measure(self, key: str, found: dict[str, Any]) -> None:
        """One measure by the design that was used."""
        design, verdict = found["verdict"]["design"], found["verdict"]
        if design == "two_values":
            before, after = found["figures"]["before"], found["figures"]["after"]
            self.say(f"{key}: change", verdict["effect"], after - before)
            self.say(
                f"{key}: relative", verdict["relative"], (after - before) / abs(before) if before else None
            )
        elif found["kind"] == "panel":
            self.of_panel(key, found)
        elif design == "cases":
            self.of_cases(key, found)
        else:
            self.of_series(key, found)

    def of_series(self, key: str, found: dict[str, Any]) -> None:
        """A series, or the monthly medians of cases."""
        value = "median(value::DOUBLE)" if found["kind"] == "cases" else "max(value::DOUBLE)"
        period = "month" if found["kind"] == "cases" else "period"
        rows = self.rows(found["data"], f"{period}, {value}", "GROUP BY 1 ORDER BY 1")
        times, values, start = (
            [month(row[0]) for row in rows],
            [row[1] for row in rows],
            month(found["change"]),
        )
        if found["verdict"]["p"] is None:
            early, late = (
                [value for time, value in zip(times, values, strict=True) if (time >= start) is after]
                for after in (False, True)
            )
            effect = sum(late) / len(late) - sum(early) / len(early)
            self.say(f"{key}: effect", found["verdict"]["effect"], effect)
        else:
            self.tested(key, found["verdict"], series.Model(times, start), values)

    def tested(self, key: str, verdict: dict[str, Any], model: series.Model, values: list[float]) -> None:
        """The effect of a series exactly, its p and interval by other dice."""
        rho = verdict["extras"]["rho"]
        effect, error = model.judge(values, rho)
        base = model.level(values, rho)
        self.say(f"{key}: effect", verdict["effect"], effect)
        self.say(f"{key}: level without the change", verdict["extras"]["level_without"], base)
        self.say(f"{key}: relative", verdict["relative"], effect / abs(base))
        drawn = series.Simulated(model, self.result["seed"])
        again = between(model.raw(values, model.basis), drawn.free, series.NODES)
        self.say(f"{key}: autocorrelation", rho, again, 0.08, simulated=True)
        self.say(f"{key}: p", verdict["p"], drawn.p(values, effect / error), 0.04, simulated=True)
        ends = drawn.interval(values, effect, error)
        for name, published, end in zip(("low", "high"), verdict["ci95"], ends, strict=True):
            self.say(f"{key}: 95 % {name}", published, end, 0.6 * error, simulated=True)

    def of_cases(self, key: str, found: dict[str, Any]) -> None:
        """Cases before and after."""
        start = found["change"]
        sides = [
            [row[0] for row in self.rows(found["data"], "value::DOUBLE", f"WHERE month {sign} '{start}'")]
            for sign in ("<", ">=")
        ]
        again, verdict = cases.compared(*sides), found["verdict"]
        self.say(f"{key}: shift", verdict["effect"], again["effect"])
        self.say(f"{key}: p", verdict["p"], again["p"])
        for name, published in zip(("low", "high"), verdict["ci95"] or (), strict=False):
            self.say(f"{key}: 95 % {name}", published, again[name])
        for name in ("mean", "median"):
            for side in ("before", "after"):
                self.say(f"{key}: {name} {side}", verdict[name][side], again[f"{name}_{side}"])

    def of_panel(self, key: str, found: dict[str, Any]) -> None:
        """Units that changed beside units that did not."""
        values: panel.Values = {}
        for unit, period, value in self.rows(found["data"], "unit, period, value::DOUBLE"):
            values.setdefault(unit, {})[month(period)] = value
        table = next(each for each in self.claim["tables"] if each["number"] == found["data"])
        treated = [name.strip() for name in table["treated"].split(",")]
        verdict, start = found["verdict"], month(found["change"])
        if verdict["design"] == "synthetic_control":
            again: Any = panel.synthetic(values, treated[0], start)
            for name, published in (("effect", verdict["effect"]), ("p", verdict["p"]), ("low", verdict["ci95"][0]),
                                    ("high", verdict["ci95"][1]), ("pre_rmspe", verdict["pre_rmspe"]),
                                    ("rank", verdict["placebo_rank"][0])):  # fmt: skip
                self.say(f"{key}: {name}", published, again[name], 1e-4)
            for unit, weight in verdict["weights"].items():
                self.say(f"{key}: weight of {unit}", weight, again["weights"][unit], 1e-3)
        elif verdict["design"] == "difference_in_differences":
            self.say(f"{key}: effect", verdict["effect"], panel.differences(values, set(treated), start))
            self.skipped.append(f"{key}: p and interval of a difference in differences")
        else:
            self.skipped.append(f"{key}: {verdict['design']}")

    def benefits(self) -> None:
        """The percentiles of the ledger, exactly: the same dice fall the same way."""
        kept = self.result["ledger"]
        for currency, sums in kept.get("sums", {}).items():
            lines = [ledger.from_json(each) for each in kept["lines"] if each["currency"] == currency]
            again = ledger.total(lines, self.result["seed"], kept["draws"])
            for part in ("gross", "cashable", "cost", "net"):
                for name in ("p10", "p50", "p90"):
                    self.say(
                        f"{currency} {part} {name}", sums[part][name], getattr(getattr(again, part), name)
                    )


def month(text: str) -> int:
    """A month as a number."""
    return 12 * int(text[:4]) + int(text[5:7]) - 1


def main(folder: Path) -> int:
    """Print every number; 0 where all are as published, 1 where one is not."""
    checked = Checked(folder).all()
    out = [f"{'number':48} {'published':>16} {'again':>16}"]
    for line in checked.lines:
        mark = "same" if line.holds else "DIFFERENT"
        chance = f" (simulated, within {line.within:.3g})" if line.simulated else ""
        out.append(f"{line.name:48} {shown(line.published):>16} {shown(line.found):>16}  {mark}{chance}")
    out += [f"not computed again: {each}" for each in checked.skipped]
    wrong = sum(not line.holds for line in checked.lines)
    out.append(f"{len(checked.lines)} numbers, {wrong} different")
    print("\n".join(out))  # noqa: T201  # the answer of the script
    return 1 if wrong else 0


def shown(number: float | None) -> str:
    """A number in ten digits."""
    return "-" if number is None else f"{number:.10g}"
