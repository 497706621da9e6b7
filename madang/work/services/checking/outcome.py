"""Faults in what comes out of a service: documents, promises, what is public, the telephone."""

from collections.abc import Iterator

from madang.flow.definition.soundness import Finding, Place, finding, is_longer
from madang.work.services.checking.conditions import unknown_fact
from madang.work.services.checking.facts import Fact
from madang.work.services.definition import ServiceDefinition


def documents(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    """Documents that nobody issues or defines, and lines and fees that rest on nothing."""
    used = {end.document for end in service.ends.values() if end.document}
    for key, end in service.ends.items():
        if end.document and end.document not in service.documents:
            yield finding(
                ("ends", key, "document"),
                (f"'{end.document}' 문서가 정의되지 않았습니다.", f"There is no document '{end.document}'."),
                ("documents에 더하십시오.", "Define it under documents."),
            )
    for key, document in service.documents.items():
        if key not in used:
            yield finding(
                ("documents", key),
                ("어느 종결도 이 문서를 내지 않습니다.", "No end issues this document."),
                ("종결에 document를 쓰거나 지우십시오.", "Name it at an end, or remove it."),
                "warning",
            )
        for number, line in enumerate(document.lines):
            if line.fact not in facts:
                yield unknown_fact(("documents", key, "lines", number, "fact"), line.fact, facts)
    yield from _fee(service, facts)


def _fee(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    fee = service.fee
    if fee and fee.times and (fee.times not in facts or facts[fee.times].kind != "number"):
        yield finding(
            ("fee", "times"),
            (f"'{fee.times}'은(는) 수인 사실이 아닙니다.", f"'{fee.times}' is not a fact that is a number."),
            ("수를 묻는 form의 항목을 쓰십시오.", "Name a form field of type number."),
        )


def standards(service: ServiceDefinition) -> Iterator[Finding]:
    """Promises between moments that do not exist, and promises worse than the law."""
    known = service.stages.keys() | service.ends.keys()
    for number, standard in enumerate(service.standard):
        for position, name in enumerate(standard.to):
            if name not in known:
                yield _no_moment(("standard", number, "to", position), name)
        if standard.since != "filed" and standard.since not in service.stages:
            yield _no_moment(("standard", number, "from"), standard.since)
        if service.clock and is_longer(standard.within, service.clock.period):
            yield finding(
                ("standard", number, "within"),
                (
                    f"약속한 시간({standard.within})이 법정 처리기간({service.clock.period})보다 깁니다.",
                    f"The promise ({standard.within}) is worse than the legal period ({service.clock.period}).",
                ),
                ("법정 처리기간보다 짧게 약속하십시오.", "Promise less than the law allows."),
                "warning",
            )


def _no_moment(place: Place, name: str) -> Finding:
    return finding(
        place,
        (f"'{name}'(이)라는 단계나 종결은 없습니다.", f"There is no stage or end '{name}'."),
        ("정의된 단계나 종결을 쓰십시오.", "Name one that is defined."),
    )


def public(service: ServiceDefinition, facts: dict[str, Fact]) -> Iterator[Finding]:
    """What must not be public."""
    disclosure = service.disclosure
    if disclosure.page and disclosure.case == "closed":
        yield finding(
            ("disclosure", "page"),
            ("비공개인데 공개 쪽이 있습니다.", "The case is closed, yet it has a public page."),
            ("case: open으로 하거나 page를 지우십시오.", "Set case: open, or remove page."),
        )
    for number, path in enumerate(disclosure.public):
        place: Place = ("disclosure", "public", number)
        if path not in facts:
            yield unknown_fact(place, path, facts)
        elif facts[path].personal:
            yield _personal(place, path)
        elif _is_free_text(service, path):
            yield _free_text(place, path)


def _personal(place: Place, path: str) -> Finding:
    return finding(
        place,
        (
            f"'{path}'에는 개인정보가 있을 수 있어 공개할 수 없습니다.",
            f"'{path}' may hold personal data and cannot be public.",
        ),
        (
            "목록에서 빼십시오. 개인정보가 아니면 항목에 personal: false를 쓰십시오.",
            "Take it off the list; if it is not personal, set personal: false at the field.",
        ),
    )


def _free_text(place: Place, path: str) -> Finding:
    return finding(
        place,
        (
            f"'{path}'은(는) 자유롭게 쓰는 글이라 개인정보가 들어갈 수 있습니다.",
            f"'{path}' is free text, in which people write personal data.",
        ),
        ("목록에서 빼십시오.", "Take it off the list."),
    )


def _is_free_text(service: ServiceDefinition, path: str) -> bool:
    question = service.form.get(path.removeprefix("form.")) if path.startswith("form.") else None
    return question is not None and question.type in ("long_text", "phone", "email")


def telephone(service: ServiceDefinition) -> Iterator[Finding]:
    """A telephone part without its channel, or ends that do not exist."""
    telephone = service.telephone
    if telephone and "phone" not in service.channels:
        yield finding(
            ("telephone",),
            (
                "전화 창구가 있는데 채널에 phone이 없습니다.",
                "There is a telephone part, but no channel phone.",
            ),
            ("channels에 phone을 더하십시오.", "Add phone to the channels."),
        )
    for number, name in enumerate(telephone.resolved_at if telephone else []):
        if name not in service.ends:
            yield _no_moment(("telephone", "resolved_at", number), name)
