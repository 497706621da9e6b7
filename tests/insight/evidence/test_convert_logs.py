"""Logs go from format to format and come back as they were; what cannot is said."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from madang.insight.evidence.convert import convert
from madang.insight.evidence.formats import ocel_json, ocel_sqlite, ocel_xml, xes_file
from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.formats.ocel_log import Ocel
from madang.insight.evidence.formats.xes_log import same_logs
from tests.insight.evidence import whole_logs
from tests.insight.evidence.logs import SEOUL, options

# Without shrinking, which takes minutes here; what fails is printed whole.
often = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
OCEL: dict[str, Any] = {"o.jsonocel": ocel_json, "o.xmlocel": ocel_xml, "o.sqlite": ocel_sqlite}


def through(folder: Path, *names: str) -> None:
    """Convert the first file to the second, the second to the third, and so on."""
    for source, target in pairwise(names):
        convert(folder / source, folder / target, options())


def read_ocel(folder: Path, name: str) -> Ocel:
    log: Ocel = OCEL[name].read(folder / name, SEOUL, Notes())
    return log


@pytest.mark.parametrize("between", ["b.jsonocel", "b.xmlocel", "b.sqlite", "b.parquet", "b.xes.gz"])
@often
@given(told=whole_logs.xes_logs)
def test_xes_comes_back_as_it_was(between: str, told: Any) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        xes_file.write(whole_logs.as_log(told), folder / "a.xes", Notes())
        through(folder, "a.xes", between, "c.xes")
        back = xes_file.read(folder / "c.xes", SEOUL, Notes())
        assert same_logs(whole_logs.as_log(told), back)


@often
@given(log=whole_logs.ocels(), order=st.permutations(sorted(OCEL)))
def test_ocel_comes_back_as_it_was_from_all_its_formats(log: Ocel, order: list[str]) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        OCEL[order[0]].write(log, folder / order[0], Notes())
        assert read_ocel(folder, order[0]).same_as(log)
        through(folder, *order)
        for name in order:
            assert read_ocel(folder, name).same_as(log), name


@often
@given(told=whole_logs.xes_logs, log=whole_logs.ocels())
def test_one_changed_word_is_a_difference(told: Any, log: Ocel) -> None:
    head, traces = told
    renamed = (
        [traces[0]._replace(events=traces[0].events[:-1]), *traces[1:]] if traces[0].events else traces[1:]
    )
    assert not same_logs(whole_logs.as_log(told), whole_logs.as_log((head, renamed)))
    first = next(iter(log.events.values()))
    other = Ocel(log.event_types, log.object_types, {"new": first, **log.events}, log.objects)
    assert not other.same_as(log)
