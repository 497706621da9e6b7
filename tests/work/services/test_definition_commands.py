"""`madang definitions check | publish | diff` and `madang new service`, as a clerk types them."""

import json
from pathlib import Path

import pytest

from madang.flow.models import Definition
from madang.ground.people.models import Person
from madang.site.cli import main
from madang.work.services.definition import ServiceDefinition, content_hash, shipped
from madang.work.services.queries import services
from tests import people

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def new(tmp_path: Path, capsys: Captured) -> Path:
    """The folder of a new service."""
    assert main(["new", "service", "street-tree", "--in", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("street-tree/service.yaml")
    return tmp_path / "street-tree"


def test_a_new_service_passes_the_check_at_once(new: Path, capsys: Captured) -> None:
    assert main(["definitions", "check", str(new), "--language", "en"]) == 0
    assert capsys.readouterr().out == "Checked 1 service(s) and 5 worked case(s): 0 error(s), 0 warning(s).\n"


def test_a_new_service_overwrites_nothing_and_needs_a_key(new: Path, capsys: Captured) -> None:
    assert main(["new", "service", "street-tree", "--in", str(new.parent)]) == 2
    assert "there already" in capsys.readouterr().err
    assert main(["new", "service", "Street Tree", "--in", str(new.parent)]) == 2
    assert "cannot be a key" in capsys.readouterr().err


def test_check_names_file_line_and_remedy_in_both_languages(new: Path, capsys: Captured) -> None:
    file = new / "service.yaml"
    file.write_text(file.read_text().replace("grant: granted", "grant: grnted"))
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "grnted" in text)
    assert main(["definitions", "check", str(file), "--language", "en"]) == 1
    assert f"{file}:{line}: [stages.review.acts.grant" in capsys.readouterr().out
    assert main(["definitions", "check", str(file), "--language", "ko"]) == 1
    assert "종결은(는) 없습니다" in capsys.readouterr().out


def test_check_as_json(new: Path, capsys: Captured) -> None:
    assert main(["definitions", "check", str(new.parent), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["valid"] is True
    assert answer["services"][0]["key"] == "street-tree"
    assert answer["problems"] == []


def test_check_without_a_path_checks_what_is_shipped(capsys: Captured) -> None:
    assert main(["definitions", "check", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["services"]) == len(shipped())


def test_check_of_nothing(tmp_path: Path, capsys: Captured) -> None:
    assert main(["definitions", "check", str(tmp_path / "none")]) == 2
    assert main(["definitions", "check", str(tmp_path)]) == 2
    assert "madang new service" in capsys.readouterr().err


@pytest.mark.django_db
def test_publish_freezes_what_was_checked(new: Path, clerk: Person, capsys: Captured) -> None:
    assert main(["definitions", "publish", str(new), "--by", clerk.username, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)["published"][0]
    row = Definition.objects.get(kind="services", key="street-tree")
    assert row.hash == done["hash"] == content_hash(ServiceDefinition.of(row.body))
    assert row.published_by == clerk
    assert main(["definitions", "publish", str(new)]) == 0  # the same again changes nothing
    file = new / "service.yaml"
    file.write_text(
        file.read_text().replace("period: 6 days", "period: 7 days").replace("2026-03-17", "2026-03-18")
    )
    (new / "examples.yaml").write_text(
        (new / "examples.yaml").read_text().replace("03-17", "03-18").replace("03-20", "03-23")
    )
    capsys.readouterr()
    assert main(["definitions", "publish", str(new)]) == 2
    assert "2" in capsys.readouterr().err
    assert Definition.objects.count() == 1


@pytest.mark.django_db
def test_publish_all(capsys: Captured) -> None:
    assert main(["definitions", "publish", "--all"]) == 0
    assert {each.key for each in services()} == {file.parent.name for file in shipped()}


@pytest.mark.django_db
def test_publish_refuses_what_is_wrong(new: Path, capsys: Captured) -> None:
    (new / "service.yaml").write_text("madang: service/1\n")
    assert main(["definitions", "publish", str(new)]) == 1
    assert main(["definitions", "publish", str(new), "--by", "nobody"]) == 2
    assert main(["definitions", "publish"]) == 2
    assert Definition.objects.count() == 0


@pytest.mark.django_db
def test_diff_with_what_is_published(new: Path, capsys: Captured) -> None:
    assert main(["definitions", "publish", str(new)]) == 0
    file = new / "service.yaml"
    assert main(["definitions", "diff", "street-tree", str(file)]) == 0
    file.write_text(
        file.read_text().replace("decision", "deciding").replace("period: 6 days", "period: 5 days")
    )
    capsys.readouterr()
    assert main(["definitions", "diff", "street-tree", str(file), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["vanished_stages"] == ["decision"]
    assert answer["running_cases"] == {"decision": 0}
    assert {"kind": "changed", "place": "clock.period", "before": "6 days", "after": "5 days"} in answer[
        "changes"
    ]
    assert main(["definitions", "diff", "street-tree", str(file), "--language", "ko"]) == 1
    assert "! 단계 'decision'이(가) 없어집니다. 지금 이 단계에 있는 사건: 0건." in capsys.readouterr().out
    assert main(["definitions", "diff", "unknown", str(file)]) == 2


@pytest.mark.django_db
def test_of_the_shipped_services_those_are_left_out_whose_units_are_not_here(
    capsys: pytest.CaptureFixture[str],
) -> None:
    people.unit("civil-affairs")
    assert main(["definitions", "publish", "--all", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert "resident-certificate" in {row["key"] for row in said["published"]}
    assert "consular-affairs" in said["left_out"]["consular-call"]
    assert main(["definitions", "publish", "--all"]) == 0
    assert "consular-call: left out, because no government here has the unit" in capsys.readouterr().out
