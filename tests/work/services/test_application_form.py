"""The application form made from a definition: what is asked, what is refused, what is kept."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from madang.work.services.definition import SHIPPED, ServiceDefinition, load, read_service
from madang.work.services.forms import ApplicationForm, answers, application_form, in_words
from madang.work.services.preview import preview

FACTS: dict[str, Any] = {
    "form": {},
    "evidence": {"household": {"found": True, "agrees": True}},
    "applicant": {"age": 30, "kind": "person"},
    "case": {"channel": "web"},
}


def service(key: str) -> ServiceDefinition:
    found = load(SHIPPED / key / "service.yaml").definition
    assert found is not None
    return found


def asking(fields: str) -> ServiceDefinition:
    """A service with these questions."""
    text = (SHIPPED / "tax-hearing" / "service.yaml").read_text()
    before, after = text[: text.index("form:\n")], text[text.index("actors:\n") :]
    loaded = read_service(f"{before}form:\n{fields}{after}")
    assert loaded.definition is not None, [problem.sentence("en") for problem in loaded.problems]
    return loaded.definition


def sent(
    definition: ServiceDefinition, data: dict[str, Any], files: Any = None, facts: Any = None
) -> ApplicationForm:
    return application_form(definition, facts or {})(data, files)


def test_labels_hints_and_choices_are_in_the_language_of_the_page() -> None:
    with override("en"):
        form = application_form(service("resident-certificate"), FACTS)()
        assert form.fields["purpose"].label == "What it is for"
        assert "For a bank" in str(form["purpose"])
    with override("ko"):
        form = application_form(service("resident-certificate"), FACTS)()
        assert form.fields["purpose"].label == "쓰는 곳"
        assert "금융기관 제출" in str(form["purpose"])
        assert form.fields["copies"].help_text == "파일로 받으면 한 부면 충분합니다."


def test_a_conditional_question_is_checked_only_when_it_is_asked() -> None:
    definition = service("resident-certificate")
    form = sent(definition, {"purpose": "bank", "copies": "1", "purpose_text": "x" * 100}, facts=FACTS)
    assert form.is_valid(), form.errors
    assert answers(form) == {"purpose": "bank", "copies": 1, "members_shown": False}
    with override("en"):
        form = sent(definition, {"purpose": "other", "copies": "1"}, facts=FACTS)
        assert form.errors == {"purpose_text": ["Please fill this in."]}
        assert "Only if: What it is for is Something else." in form.fields["purpose_text"].help_text


def test_a_question_that_hangs_on_what_is_known_is_left_out() -> None:
    definition = asking(
        "  shop:\n    type: text\n    label: {ko: 매장, en: Shop}\n    when: {case.channel: counter}\n"
        "  age:\n    type: number\n    label: {ko: 나이, en: Age}\n    when: {applicant.age: {less_than: 19}}\n"
    )
    known = {"applicant": {"age": 30}, "case": {"channel": "web"}}
    assert list(application_form(definition, known)().fields) == []
    assert list(application_form(definition, known | {"case": {"channel": "counter"}})().fields) == ["shop"]


def test_what_a_silent_register_should_have_told_is_asked() -> None:
    silent = FACTS | {"evidence": {"household": {"found": False}}}
    form = application_form(service("resident-certificate"), silent)()
    assert next(iter(form.fields)) == "household_paper"
    assert form.fields["household_paper"].widget.attrs["accept"].startswith(".pdf,")
    asked = application_form(service("tax-hearing"), {"evidence": {"business": {"found": False}}})()
    assert "business_number" in asked.fields
    assert "household_paper" not in application_form(service("resident-certificate"), FACTS)().fields


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "０１０ 1234 5678", "010-1234-5678"),
        ("phone", "+82 (2) 123-4567", "+8221234567"),
        ("phone", "02.123.4567", "02-123-4567"),
        ("phone", "15881234", "1588-1234"),
        ("email", " Haneul@Example.ORG ", "Haneul@example.org"),
        ("number", "1,250.5", 1250.5),
        ("number", "７", 7),
        ("money", "12,000원", 12000),
        ("date", "2026.3.1", "2026-03-01"),
        ("date", "20260301", "2026-03-01"),
        ("text", "가\u0000  ", "가"),
        ("text", " 가\u200b나 ", "가나"),
        ("long_text", "a\r\nb\x07", "a\nb"),
        ("yes_no", "no", False),
    ],
)
def test_answers_are_kept_in_one_form(kind: str, typed: str, kept: object) -> None:
    definition = asking(f"  it: {{type: {kind}, label: {{ko: 답, en: It}}}}\n")
    form = sent(definition, {"it": typed})
    assert form.is_valid(), form.errors
    assert answers(form) == {"it": kept}
    json.dumps(answers(form))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("type: phone", "call me", "in digits"),
        ("type: email", "haneul", "in full"),
        ("type: number, min: 1, max: 5", "9", "5 or less"),
        ("type: number, min: 1", "0", "1 or more"),
        ("type: number", "many", "write a number"),
        ("type: money", "1.5", "whole number"),
        ("type: number", "1.23456", "at most 3"),
        ("type: number", "9" * 20, "shorter number"),
        ("type: date", "soon", "as 2026-03-01"),
        ("type: date, min: today", "2020-01-01", "or a later day"),
        ("type: date, max: 2026-01-01", "2026-01-02", "Jan. 1, 2026 or an earlier day"),
        ("type: text, max: 3", "abcdef", "to 3 characters; it has 6"),
        ("type: text, min: 3", "a", "at least 3 characters"),
        ("type: text", "", "fill this in"),
        ("type: yes_no", "", "choose an answer"),
        ("type: choice, choices: {a: {ko: 가, en: A}}", "b", "one of the answers shown"),
        ("type: place", "  ", "fill this in"),
    ],
)
def test_what_is_refused_says_what_to_do(field: str, typed: str, sentence: str) -> None:
    definition = asking(f"  it: {{{field}, label: {{ko: 답, en: It}}}}\n")
    with override("en"):
        form = sent(definition, {"it": typed})
        assert list(form.errors) == ["it"]
        assert sentence in form.errors["it"][0]
    assert answers(form).get("it", "") == (
        typed if "place" not in field else {"address": typed, "lat": "", "lon": ""}
    )


def test_choices_by_number() -> None:
    definition = asking(
        "  it: {type: choices, min: 2, max: 2, label: {ko: 답, en: It}, "
        "choices: {a: {ko: 가, en: A}, b: {ko: 나, en: B}, c: {ko: 다, en: C}}}\n"
    )
    with override("en"):
        assert "at least 2" in sent(definition, {"it": ["a"]}).errors["it"][0]
        assert "at most 2" in sent(definition, {"it": ["a", "b", "c"]}).errors["it"][0]
        form = sent(definition, {"it": ["a", "c"]})
        assert form.is_valid()
        assert in_words(definition, answers(form)) == [("It", "A, C")]


def test_a_place_keeps_its_point_where_the_browser_knows_it() -> None:
    definition = service("inconvenience-report")
    data = {
        "category": "road",
        "place": "마당로 12",
        "place__lat": "37.5",
        "place__lon": "127.01",
        "description": "파손",
    }
    form = sent(definition, data)
    assert form.is_valid(), form.errors
    assert answers(form)["place"] == {"address": "마당로 12", "lat": 37.5, "lon": 127.01}
    form = sent(definition, data | {"place__lat": "900", "place__lon": "x"})
    assert form.is_valid()
    assert answers(form)["place"] == {"address": "마당로 12"}


def test_a_saved_form_comes_back_as_it_was() -> None:
    definition = service("inconvenience-report")
    kept = {"category": "light", "place": {"address": "별빛길 3", "lat": 37.5, "lon": 127.0}, "danger": True}
    page = application_form(definition, {})(initial=kept).as_div()
    assert 'value="별빛길 3"' in page
    assert 'value="37.5"' in page
    assert "checked" in page


def test_a_file_has_its_kinds_and_size_in_the_page_and_stays_out_of_the_answers() -> None:
    definition = service("environmental-permit")
    form = application_form(definition, {})()
    assert form.fields["plan"].widget.attrs == {"accept": ".pdf,.hwp,.hwpx,.docx", "data-max-mb": 20}
    form = sent(definition, {"facility": "air"}, {"plan": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")})
    assert "plan" not in form.errors
    assert "plan" not in answers(form)


def test_answers_in_words() -> None:
    definition = service("resident-certificate")
    given = {
        "copies": 3,
        "purpose": "other",
        "purpose_text": "<b>비자</b>",
        "members_shown": True,
        "unknown": 1,
    }
    with override("ko"):
        assert in_words(definition, given) == [
            ("쓰는 곳", "그 밖의 용도"),
            ("어디에 쓰십니까?", "<b>비자</b>"),
            ("세대원의 이름을 표시합니다.", "예"),
            ("부수", "3"),
        ]
    with override("en"):
        assert ("Copies", "3") in in_words(definition, given)


def test_texts_of_a_definition_cannot_bring_markup_into_the_page() -> None:
    definition = asking(
        '  it: {type: text, label: {ko: "<i>", en: "<i>"}, hint: {ko: "<script>", en: "<script>"}}\n'
    )
    page = application_form(definition, {})().as_div()
    assert "<script>" not in page
    assert "<i>" not in page


def test_a_preview_shows_the_service_before_it_is_published() -> None:
    shown = preview(SHIPPED / "resident-certificate")
    assert shown.may_be_published
    assert shown.grade is not None
    assert shown.grade.number == "3.0"
    assert shown.form is not None
    assert "household_paper" not in shown.form.fields
    asked = preview(SHIPPED / "resident-certificate", register_answers=False).form
    assert asked is not None
    assert "household_paper" in asked.fields
    assert not preview(SHIPPED / "nothing").may_be_published
