"""The quick way through an XES file gives what the parser gives, event by event and line by line."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from madang.insight.evidence.formats import xes_file
from madang.insight.evidence.formats.notes import Notes
from madang.insight.evidence.readers import Refusals, xes
from madang.insight.evidence.readers.xes import Xes
from madang.insight.evidence.source import start_of
from tests.insight.evidence import whole_logs
from tests.insight.evidence.logs import written


def told(file: Path, *, quick: bool) -> tuple[list[Any], int]:
    """All events of the file with their lines, and how many stand outside of traces; without the quick way on wish."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xes, "is_utf8", lambda start: quick)  # what makes the reader go the long way
        reader, refusals = Xes(file, start_of(file)), Refusals()
        rows = [
            (row, batch.lines.to_pylist())
            for batch in reader.rows(sorted(reader.names), refusals)
            for row in [{name: column.to_pylist() for name, column in batch.columns.items()}]
        ]
    return rows, refusals.total


@settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(log=whole_logs.xes_logs)
def test_both_ways_give_the_same(log: Any) -> None:
    with TemporaryDirectory() as where, pytest.MonkeyPatch.context() as patch:
        patch.setattr(xes, "CHUNK", 500)
        file = Path(where) / "a.xes"
        xes_file.write(whole_logs.as_log(log), file, Notes())
        assert told(file, quick=True) == told(file, quick=False)


TRACE = (
    '<trace><string key="concept:name" value="{0}"/>'
    '<event>\n<string key="concept:name" value="a{0}"/></event>{1}</trace>\n'
)


@pytest.mark.parametrize(
    "within",
    [
        "",
        '<string key="late" value="of the trace"/>',
        '<string value="turned" key="round"/>',
        "<string key='single' value='quotes'/>",
        "<!-- </trace><trace> -->",
        "<![CDATA[</trace><event>]]>",
        '<string key="amp" value="a &amp; b &#54620; &lt;"/>',
        '<string key="wide" value="two\nlines"/>',
        "<event/>",
        '<event><string key="a" value="b"><string key="c" value="d"/></string></event>',
        "text that means nothing",
        '<x:string key="of another" value="prefix"/>',
    ],
)
def test_what_is_not_plain_is_read_too(tmp_path: Path, within: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "<log>"
        + "".join(TRACE.format(number, within if number % 3 == 1 else "") for number in range(12))
        + "</log>"
    )
    file = written(tmp_path, text, "log.xes")
    monkeypatch.setattr(xes, "CHUNK", 200)
    assert told(file, quick=True) == told(file, quick=False)
    rows, _ = told(file, quick=True)
    assert sum(len(lines) for _, lines in rows) >= 12
