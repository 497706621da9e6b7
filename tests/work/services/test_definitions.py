"""Reading and checking service definitions: each fault with its line and its remedy."""

from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from madang.flow.definition import FlowDefinition
from madang.work.services.checking import check
from madang.work.services.comparing import changes, vanished_stages
from madang.work.services.definition import (
    SHIPPED,
    ServiceDefinition,
    canonical,
    content_hash,
    fee_due,
    grade_of,
    load,
    read_service,
    registers,
    shipped,
)
from madang.work.services.definition.sentences import models_in

PERMIT = SHIPPED / "environmental-permit" / "service.yaml"
CERTIFICATE = SHIPPED / "resident-certificate" / "service.yaml"


def definition(path: Path) -> ServiceDefinition:
    found = load(path).definition
    assert found is not None
    return found


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.parent.name)
def test_shipped_services_have_neither_errors_nor_warnings(file: Path) -> None:
    checked = check(file)
    assert [problem.sentence("en") for problem in checked.problems] == []
    service = checked.loaded.definition
    assert service is not None
    assert len(checked.cases.examples) >= (5 if service.can_be_applied_for else 0)


def test_the_catalogue_has_all_four_depths() -> None:
    assert {definition(file).depth for file in shipped()} == {"informed", "inspected", "applied", "issued"}


def test_registers_are_known() -> None:
    assert {"residents", "businesses", "buildings", "land"} <= registers().keys()


# --- reading -------------------------------------------------------------------------------------------

BROKEN: list[tuple[str, str, int, str]] = [
    ("a list in place of a mapping", "- a\n- b\n", 1, "not a list of 'name: value'"),
    ("nothing", "", 1, "not a list of 'name: value'"),
    ("an unclosed bracket", "madang: service/1\nform: {a: [1\n", 3, "not YAML"),
    ("a tab", "madang:\n\tkey: 1\n", 2, "not YAML"),
    ("an alias", "a: &x [1]\nb: *x\n", 1, "aliases"),
    ("a tag", "a: 1\nb: !!python/object:os.system x\n", 2, "tags"),
    ("a key that is a list", "? [a]\n: 1\n", 1, "must be plain text"),
    ("two documents", "a: 1\n---\nb: 1\n", 1, "more than one document"),
    ("a control character", "a: 1\nb: \x07\n", 2, "not YAML"),
    ("brackets without end", "a: " + "[" * 5000, 1, "deeper than"),
    ("a bomb of aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", 1, "aliases"),
]


@pytest.mark.parametrize(("text", "line", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_what_is_not_yaml_is_told_with_its_line(text: str, line: int, words: str) -> None:
    found = read_service(text).problems
    assert found[0].line == line
    assert words in found[0].problem["en"]
    assert found[0].remedy["ko"]


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_bytes(b"a: 1\nb: \xc7\xd1\n")
    problem = load(file).problems[0]
    assert (problem.line, problem.file) == (2, str(file))


def test_a_file_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text("a: " + "x" * 300_000)
    assert "larger than" in load(file).problems[0].problem["en"]
    assert "cannot be read" in load(tmp_path / "none.yaml").problems[0].problem["en"]


def test_words_stay_words() -> None:
    """`no`, `on`, 12:30, 010-1234 and dates are text; only plain numbers, true and false are not."""
    text = PERMIT.read_text().replace("won: 10000", "won: 12:30")
    problem = read_service(text).problems[0]
    assert "'12:30'" in problem.problem["en"]
    assert "whole number" in problem.problem["en"]


def test_all_faults_of_shape_come_at_once_each_with_its_line() -> None:
    text = (
        PERMIT.read_text()
        .replace("depth: issued", "depth: isued")
        .replace("withdrawn:\nclock", "withdrawn:\nclok")
        .replace("within: 2 days", "within: 2 moons")
        .replace("en: Permit for a discharge facility}\nsummary", "}\nsummary")
    )
    lines = text.splitlines()
    found = {problem.where: problem for problem in read_service(text).problems}
    assert "Did you mean 'issued'?" in found["depth"].remedy["en"]
    assert "Did you mean 'clock'?" in found["clok"].remedy["en"]
    assert "is not a period" in found["stages.intake.within"].problem["en"]
    for where, begins in {
        "depth": "depth: isued",
        "clok": "clok:",
        "stages.intake.within": "    within: 2 moons",
    }.items():
        assert lines[found[where].line - 1].startswith(begins)


def test_a_key_written_twice_is_an_error() -> None:
    found = read_service(CERTIFICATE.read_text() + "\nversion: 2\n")
    assert found.definition is None
    assert "stands twice" in found.problems[0].problem["en"]
    assert found.problems[0].line == len(CERTIFICATE.read_text().splitlines()) + 2


def test_a_comma_that_broke_a_text_is_explained() -> None:
    text = CERTIFICATE.read_text().replace("en: For a bank}", "en: For a bank, of course}")
    assert "broke off at the comma" in read_service(text).problems[0].problem["en"]


# --- identity ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.parent.name)
def test_what_is_published_reads_back_as_the_same(file: Path) -> None:
    """Also after a database that orders the keys of objects as it likes."""
    service = definition(file)
    body = reordered(canonical(service))
    again = ServiceDefinition.of(body)
    assert content_hash(again) == content_hash(service)
    assert list(again.form) == list(service.form)
    if service.flow:
        assert FlowDefinition.of(body) == service.flow
        assert list(again.stages) == list(service.stages)


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [reordered(item) for item in value] if isinstance(value, list) else value


def test_defaults_written_out_and_comments_change_no_identity() -> None:
    text = CERTIFICATE.read_text()
    service = definition(CERTIFICATE)
    longer = read_service("# a remark\n" + text + "withdraw: true\nsubject: person\n").definition
    assert longer is not None
    assert content_hash(longer) == content_hash(service)


def test_nothing_that_is_left_out_comes_back_as_something() -> None:
    """What is None is not published; so no part may take None and have another default."""
    waiting: list[type[BaseModel]] = [ServiceDefinition]
    seen: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop()
        seen.add(model)
        for name, field in model.model_fields.items():
            nullable = type(None) in get_args(field.annotation)
            assert not nullable or field.default is None, (model, name)
            waiting += [inner for inner in models_in(field.annotation) if inner not in seen]
    assert len(seen) > 20


def test_an_actor_without_conflicts_stays_so() -> None:
    text = CERTIFICATE.read_text().replace("clerk: {role: clerk,", "clerk: {role: clerk, never: [],")
    service = read_service(text).definition
    assert service is not None
    assert ServiceDefinition.of(canonical(service)).actors["clerk"].never == []


def test_another_order_of_questions_is_another_definition() -> None:
    body = canonical(definition(CERTIFICATE))
    body["form"] = body["form"][::-1]
    assert content_hash(ServiceDefinition.of(body)) != content_hash(definition(CERTIFICATE))


# --- meaning -------------------------------------------------------------------------------------------

FAULTS: list[tuple[str, str, str, str]] = [
    (
        "form:\n",
        "form:\n  address: {type: text, label: {ko: 사는 곳, en: Where you live}}\n",
        "form.address",
        "already knows",
    ),
    ("form:\n", "form:\n  who: {type: text, label: {ko: 성 명, en: Who}}\n", "form.who", "already knows"),
    ("fetch: [name,", "fetch: [nam,", "evidence.household.fetch.0", "holds no 'nam'"),
    ("register: residents", "register: people", "evidence.household.register", "no register 'people'"),
    ("{form.purpose: other}", "{form.purpose: others}", "form.purpose_text.when", "can never be 'others'"),
    ("{form.purpose: other}", "{form.copies: {more_than: 10}}", "form.purpose_text.when", "can never hold"),
    (
        "{form.purpose: other}",
        "{form.purpose: {at_least: 1}}",
        "form.purpose_text.when",
        "cannot be compared",
    ),
    ("{form.purpose: other}", "{form.why: other}", "form.purpose_text.when", "no fact 'form.why'"),
    ("{form.purpose: other}", "{form.copies: 2}", "form.purpose_text.when", "asked later"),
    (
        "fact: form.purpose, when",
        "fact: form.why, when",
        "documents.certificate.lines.6.fact",
        "no fact 'form.why'",
    ),
    ("document: certificate", "document: paper", "ends.issued.document", "no document 'paper'"),
    ("times: form.copies", "times: form.purpose", "fee.times", "not a fact that is a number"),
    ("to: [issued, refused]", "to: [issued, lost]", "standard.0.to.1", "no stage or end 'lost'"),
    (
        "within: 1 hours\n    share",
        "within: 9 days\n    share",
        "standard.0.within",
        "worse than the legal period",
    ),
    (
        "{case: closed, ground: privacy}",
        "{case: open, public: [form.purpose]}",
        "disclosure.public.0",
        "personal data",
    ),
    ("{case: closed, ground: privacy}", "{case: closed, page: true}", "disclosure.page", "public page"),
    ("survey: {key: felt}", "", "survey", "'survey' is missing"),
    ("depth: issued", "depth: informed", "depth", "yet there are stages"),
    ("role: head", "role: boss", "actors.head.role", "no role 'boss'"),
    ("rule: kr-petition", "rule: kr-petitions", "clock.rule", "no counting rule"),
]


@pytest.mark.parametrize(("old", "new", "where", "words"), FAULTS, ids=[f"{f[2]} {f[3]}" for f in FAULTS])
def test_each_fault_of_meaning_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, where: str, words: str
) -> None:
    text = CERTIFICATE.read_text()
    assert old in text
    file = tmp_path / "resident-certificate" / "service.yaml"
    file.parent.mkdir()
    file.write_text(text.replace(old, new, 1))
    found = [p for p in check(file).problems if p.where == where and words in p.problem["en"]]
    assert len(found) == 1, [p.sentence("en") for p in check(file).problems]
    assert 1 <= found[0].line <= len(text.splitlines()) + 2
    assert found[0].problem["ko"]
    assert found[0].remedy["ko"]
    assert found[0].sentence("ko").startswith(f"{file}:{found[0].line}: ")


def test_a_question_may_be_asked_again_for_a_reason() -> None:
    text = CERTIFICATE.read_text().replace(
        "form:\n",
        "form:\n  address:\n    type: place\n    label: {ko: 받을 주소, en: Address}\n"
        "    asked_because: {ko: 다른 곳으로도 보내 드립니다., en: We also send it elsewhere.}\n",
        1,
    )
    assert read_service(text).definition is not None


def test_examples_are_run_and_their_faults_told_with_the_line(tmp_path: Path) -> None:
    folder = tmp_path / "resident-certificate"
    folder.mkdir()
    (folder / "service.yaml").write_text(CERTIFICATE.read_text())
    examples = CERTIFICATE.with_name("examples.yaml").read_text()
    (folder / "examples.yaml").write_text(
        examples.replace("due: 2026-03-03T11:00", "due: 2026-03-03T12:00", 1).replace(
            "purpose: bank", "purpose: bnak", 1
        )
    )
    found = {problem.where: problem for problem in check(folder).problems}
    due = found["examples.1.expect.due"]
    assert "2026-03-03T11:00+09:00" in due.problem["en"]
    assert examples.splitlines()[due.line - 1].strip().startswith("expect:")
    assert "bnak" in found["examples.0.given.form.purpose"].problem["en"]


def test_acts_and_ends_that_no_case_exercises_are_warned_of(tmp_path: Path) -> None:
    folder = tmp_path / "resident-certificate"
    folder.mkdir()
    (folder / "service.yaml").write_text(CERTIFICATE.read_text())
    examples = CERTIFICATE.with_name("examples.yaml").read_text()
    (folder / "examples.yaml").write_text(examples.split("\n\n")[0] + "\n")
    checked = check(folder)
    assert checked.errors == []
    warned = {problem.where for problem in checked.problems}
    assert {"ends.refused", "stages.review.acts.ask", ""} <= warned


# --- what follows from a definition --------------------------------------------------------------------


def test_fee() -> None:
    service = definition(CERTIFICATE)
    assert fee_due(service, {"form": {"copies": 3}, "case": {"channel": "counter"}}) == 1200
    assert fee_due(service, {"form": {"copies": 3}, "case": {"channel": "web"}}) == 0
    assert fee_due(service, {"form": {}, "case": {"channel": "counter"}}) == 0


@pytest.mark.parametrize(
    ("key", "number"),
    [("office-hours-guide", "1.0"), ("land-use-plan", "1.0"), ("consular-call", "2.0"),
     ("inconvenience-report", "3.0"), ("resident-certificate", "3.0"), ("environmental-permit", "3.0")],
)  # fmt: skip
def test_grade(key: str, number: str) -> None:
    grade = grade_of(definition(SHIPPED / key / "service.yaml"))
    assert grade.number == number
    assert len(grade.criteria) == 5


def test_changes_are_told_by_place() -> None:
    before = definition(PERMIT)
    text = (
        PERMIT.read_text()
        .replace("period: 10 days", "period: 8 days")
        .replace("  objection:\n", "  hearing:\n")
    )
    after = read_service(text.replace("reopens: objection", "reopens: hearing")).definition
    assert after is not None
    found = {(change.kind, change.place) for change in changes(before, after)}
    assert found == {
        ("changed", "clock.period"),
        ("removed", "stages.objection"),
        ("added", "stages.hearing"),
        ("changed", "ends.refused.reopens"),
    }
    assert vanished_stages(before, after) == ["objection"]
    assert changes(before, before) == []


def test_times_of_publication_are_read_with_their_zone() -> None:
    text = CERTIFICATE.read_text() + "filed_from: 2026-03-01T00:00+09:00\n"
    service = read_service(text).definition
    assert service is not None
    assert service.filed_from == datetime.fromisoformat("2026-03-01T00:00+09:00")
