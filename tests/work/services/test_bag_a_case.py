"""A case leaves as a package with all that the office holds of it, and comes back byte for byte."""

import json
from pathlib import Path

import pytest
from django.db import connection

from madang.flow import actions as flow
from madang.flow.queries import facts_of
from madang.ground.records.queries import problems_in, read
from madang.site.cli import main
from madang.work.services import jobs
from madang.work.services.bagging import package_of
from madang.work.services.certificates.queries import of_case, pdf_of
from tests import people
from tests.work.services.test_privacy import SECRET, own_files, permit_with_everything

pytestmark = pytest.mark.django_db
__all__ = ["own_files"]  # files of this test lie in a folder of its own


def test_a_case_is_packed_read_back_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = permit_with_everything()
    jobs.issue_document(case_id=str(case.pk), document="permit")
    case.refresh_from_db()
    bag = tmp_path / "bag"
    assert main(["records", "bag", case.number, str(bag), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == case.version
    packed = read(bag)
    assert packed == package_of(case)
    assert json.loads(packed.objects["answers.json"]) == json.loads(json.dumps(facts_of(case.pk)))
    (certificate,) = of_case(case.pk)
    assert packed.objects[f"certificates/{certificate.number}.pdf"] == pdf_of(certificate)
    assert len([name for name in packed.objects if name.startswith("files/")]) == 2
    assert main(["records", "unbag", str(bag), "--into", str(tmp_path / "out"), "--json"]) == 0
    assert (tmp_path / "out/answers.json").read_bytes() == packed.objects["answers.json"]
    assert main(["records", "verify", str(bag)]) == 0
    assert main(["records", "verify", case.number, "--json"]) == 0


def test_an_erased_case_packs_its_decision_and_nothing_personal(tmp_path: Path) -> None:
    case = permit_with_everything()
    flow.erase(case.pk, basis="request", by=people.choi_junho())
    bag = tmp_path / "bag"
    assert main(["records", "bag", case.number, str(bag)]) == 0
    assert problems_in(bag) == []
    everything = b"".join(file.read_bytes() for file in bag.rglob("*") if file.is_file())
    assert SECRET.encode() not in everything
    assert read(bag).about["outcome"] == "granted"


def test_a_broken_chain_and_an_unknown_case_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = permit_with_everything()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE events_event SET type = 'forged' WHERE stream = %s AND seq = 2", [case.pk])
        cursor.execute("SET session_replication_role = origin")
    assert main(["records", "verify", case.number, "--json"]) == 1
    assert "event 2 was altered" in capsys.readouterr().out
    assert main(["records", "verify", "2001-0000000"]) == 2
    (tmp_path / "there").mkdir()
    assert main(["records", "bag", case.number, str(tmp_path / "there")]) == 2
