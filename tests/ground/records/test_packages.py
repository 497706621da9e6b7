"""A record as a package: what goes in comes out, and whatever is changed on the way is seen."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.ground.events.queries import BEGINNING, link
from madang.ground.records.actions import write
from madang.ground.records.queries import Damaged, Package, problems_in, read

DAY = date(2026, 11, 21)
STREAM = UUID("11111111-2222-3333-4444-555555555555")


def chain(types: list[str]) -> tuple[dict[str, Any], ...]:
    events, head = [], BEGINNING
    for seq, type in enumerate(types, 1):
        moment = datetime(2026, 1, seq % 28 + 1, 9, 0, 0, 123, tzinfo=UTC)
        said: dict[str, Any] = {
            "seq": seq, "government": 7, "type": type, "actor": None if seq % 2 else 5,
            "authority": {"post": "담당자"} if seq % 2 else None, "data": {"말": type, "수": seq},
        }  # fmt: skip
        key = uuid5(STREAM, str(seq))
        made = link(head, stream=STREAM, recorded_at=moment, effective_at=moment, key=key, **said)
        spelled = {
            "stream": STREAM.hex,
            "recorded_at": moment.isoformat(),
            "effective_at": moment.isoformat(),
        }
        events.append({**said, **spelled, "key": key.hex, "previous": head.hex(), "hash": made.hex()})
        head = made
    return tuple(events)


def package(objects: dict[str, bytes] | None = None, types: list[str] | None = None) -> Package:
    files = (
        {"answers.json": b"{}", "files/사진 1.png": b"\x89PNG\r\n\x00", "빈 파일": b""}
        if objects is None
        else objects
    )
    about = {"@id": f"urn:uuid:{STREAM}", "title": "주민등록표 등본", "outcome": None}
    return Package(
        "2026-0000001", "새빛시", about, chain(["received", "decided"] if types is None else types), files
    )


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    write(package(), tmp_path / "bag", DAY)
    return tmp_path / "bag"


NAMES = st.text(alphabet="abc가나 .-_%~1", min_size=1, max_size=12).filter(
    lambda name: name.strip(". ") == name and "//" not in name
)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(NAMES, st.binary(max_size=40), max_size=4),
    st.lists(st.text(alphabet='abc가\n\u2028"', min_size=1, max_size=6), max_size=4),
)
def test_what_goes_in_comes_out(objects: dict[str, bytes], types: list[str]) -> None:
    with TemporaryDirectory() as folder:
        packed = package(objects, types)
        write(packed, Path(folder) / "bag", DAY)
        assert read(Path(folder) / "bag") == packed
        write(read(Path(folder) / "bag"), Path(folder) / "again", DAY)
        assert files_of(Path(folder) / "bag") == files_of(Path(folder) / "again")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_every_file_is_under_two_checksums(bag: Path) -> None:
    for manifest in ("manifest-sha256.txt", "manifest-sha512.txt"):
        named = {line.split(maxsplit=1)[1] for line in (bag / manifest).read_text().splitlines()}
        assert named == {name for name in files_of(bag) if name.startswith("data/")}


def test_another_program_finds_the_bag_sound(bag: Path) -> None:
    subprocess.run([sys.executable, "-m", "bagit", "--validate", "--quiet", str(bag)], check=True, timeout=60)


def test_a_changed_a_lost_and_an_added_file_are_seen(bag: Path) -> None:
    (bag / "data/objects/answers.json").write_bytes(b"[]")
    (bag / "data/objects/빈 파일").unlink()
    (bag / "data/objects/new.txt").write_text("x")
    told = "\n".join(problems_in(bag))
    assert all(name in told for name in ("answers.json", "빈 파일", "new.txt"))
    with pytest.raises(Damaged):
        read(bag)


@pytest.mark.parametrize(
    ("number", "field", "value"),
    [
        (0, "actor", 9),
        (1, "data", {}),
        (1, "recorded_at", "2020-01-01T00:00:00+00:00"),
        (0, "type", "x"),
        (1, "seq", 3),
    ],
)
def test_an_event_altered_by_somebody_who_also_mends_the_checksums_is_seen(
    tmp_path: Path, number: int, field: str, value: object
) -> None:
    events = [dict(event) for event in package().events]
    events[number][field] = value
    forged = package()
    write(
        Package(forged.identifier, forged.organisation, forged.about, tuple(events), {}),
        tmp_path / "bag",
        DAY,
    )
    assert [problem for problem in problems_in(tmp_path / "bag") if "event" in problem]


def test_an_event_left_out_is_seen(tmp_path: Path) -> None:
    whole = package()
    write(
        Package(whole.identifier, whole.organisation, whole.about, whole.events[1:], {}),
        tmp_path / "bag",
        DAY,
    )
    assert "does not follow" in problems_in(tmp_path / "bag")[0]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out"])
def test_a_file_cannot_leave_its_package(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        write(package({name: b"x"}), tmp_path / "bag", DAY)


def test_what_is_no_bag_gets_a_sentence(tmp_path: Path) -> None:
    assert problems_in(tmp_path)
    assert problems_in(tmp_path / "nowhere")
    (tmp_path / "data/metadata").mkdir(parents=True)
    assert json.dumps(problems_in(tmp_path))
