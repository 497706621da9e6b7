"""What is said about a file that cannot be read: the problem and the remedy, in Korean and English."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from madang.flow.definition import Said

Pair = tuple[Said, Said]


def pair(problem_ko: str, problem_en: str, remedy_ko: str, remedy_en: str) -> Pair:
    """A problem and its remedy."""
    return {"ko": problem_ko, "en": problem_en}, {"ko": remedy_ko, "en": remedy_en}


UNREADABLE = pair(
    "파일을 읽을 수 없습니다.",
    "The file cannot be read.",
    "경로와 읽기 권한을 확인하십시오.",
    "Check the path and the right to read it.",
)
NOT_UTF8 = pair(
    "UTF-8이 아닌 글자가 있습니다.",
    "There are characters that are not UTF-8.",
    "파일을 UTF-8로 저장하십시오.",
    "Save the file as UTF-8.",
)
TWO_DOCUMENTS = pair(
    "한 파일에 문서가 둘 이상 있습니다.",
    "The file holds more than one document.",
    "'---'로 나눈 두 번째 문서를 다른 파일로 옮기십시오.",
    "Move what follows the second '---' to another file.",
)
ALIAS = pair(
    "YAML의 앵커(&)와 별칭(*)은 쓸 수 없습니다.",
    "YAML anchors (&) and aliases (*) are not allowed.",
    "내용을 그대로 풀어 쓰거나, &나 *로 시작하는 글자는 따옴표로 묶으십시오.",
    "Write the content out, or put a text that begins with & or * in quotes.",
)
TAG = pair(
    "YAML의 태그(!)는 쓸 수 없습니다.",
    "YAML tags (!) are not allowed.",
    "태그를 지우거나, !로 시작하는 글자는 따옴표로 묶으십시오.",
    "Remove the tag, or put a text that begins with ! in quotes.",
)
KEY = pair(
    "이름(콜론 앞)은 한 낱말의 글자여야 합니다.",
    "A name (before the colon) must be plain text.",
    "예: 'title: …'",
    "For example 'title: …'.",
)
NOT_A_MAPPING = pair(
    "파일이 '이름: 값'의 목록이 아닙니다.",
    "The file is not a list of 'name: value'.",
    "`madang new service KEY`가 만드는 파일에서 시작하십시오.",
    "Begin with the file that `madang new service KEY` writes.",
)


def too_large(largest: int) -> Pair:
    """The file is larger than this many bytes."""
    return pair(
        f"파일이 {largest:,}바이트보다 큽니다.",
        f"The file is larger than {largest:,} bytes.",
        "서비스 하나에 파일 하나만 쓰십시오.",
        "Keep to one service a file.",
    )


def too_deep(deepest: int) -> Pair:
    """The parts are nested deeper than this."""
    return pair(
        f"내용이 {deepest}단계보다 깊게 겹쳐 있습니다.",
        f"The content is nested deeper than {deepest} levels.",
        "괄호와 들여쓰기를 확인하십시오.",
        "Check brackets and indentation.",
    )


def twice(key: object) -> Pair:
    """A key stands twice in one mapping."""
    return pair(
        f"'{key}'이(가) 같은 곳에 두 번 있습니다.",
        f"'{key}' stands twice in the same place.",
        "하나만 남기거나 이름을 바꾸십시오.",
        "Keep one of them, or rename one.",
    )


def not_yaml(reason: str) -> Pair:
    """The text breaks the rules of YAML."""
    said = f" ({reason})" if reason else ""
    return pair(
        f"YAML로 읽을 수 없습니다{said}.",
        f"This is not YAML{said}.",
        "들여쓰기, 따옴표, 괄호와 콜론 뒤의 빈칸을 확인하십시오.",
        "Check indentation, quotes, brackets and the space after each colon.",
    )


def of_shape(detail: ErrorDetails, model: Any) -> Pair:
    """A finding of pydantic's, in words."""
    kind = detail["type"]
    context: Mapping[str, Any] = detail.get("ctx") or {}
    if kind == "said":
        return context["problem"], context["remedy"]
    name = next(
        (str(part) for part in reversed(detail["loc"]) if isinstance(part, str) and part != "[key]"), ""
    )
    if kind == "extra_forbidden":
        return _unknown(name, known_at(model, detail["loc"][:-1]))
    if kind == "missing":
        return _missing(name)
    if kind == "literal_error":
        return _not_one_of(detail["input"], str(context.get("expected", "")))
    if kind == "string_pattern_mismatch":
        return _pattern(detail["input"], str(context.get("pattern", "")))
    if kind in _WANTED:
        return _wrong_type(detail["input"], *_WANTED[kind])
    return pair(
        f"'{name}'의 값 {_shown(detail['input'])}을(를) 쓸 수 없습니다 ({detail['msg']}).",
        f"The value {_shown(detail['input'])} of '{name}' cannot be used ({detail['msg']}).",
        "docs/use/definitions.md에서 이 항목의 설명을 보십시오.",
        "See this part in docs/use/definitions.md.",
    )


_WANTED = {
    "string_type": ("글자", "a text"),
    "int_type": ("정수", "a whole number"),
    "int_parsing": ("정수", "a whole number"),
    "int_from_float": ("정수", "a whole number"),
    "float_type": ("수", "a number"),
    "float_parsing": ("수", "a number"),
    "bool_type": ("true 또는 false", "true or false"),
    "bool_parsing": ("true 또는 false", "true or false"),
    "list_type": ("목록", "a list"),
    "dict_type": ("'이름: 값'의 모음", "a mapping of 'name: value'"),
    "model_type": ("'이름: 값'의 모음", "a mapping of 'name: value'"),
    "model_attributes_type": ("'이름: 값'의 모음", "a mapping of 'name: value'"),
}


def _missing(name: str) -> Pair:
    if name in ("ko", "en"):
        ko, en = {"ko": ("한국어", "Korean"), "en": ("영어", "English")}[name]
        return pair(
            f"{ko} 문장이 없습니다.",
            f"The {en} text is missing.",
            "{ko: …, en: …}처럼 두 언어로 쓰십시오.",
            "Write both: {ko: …, en: …}.",
        )
    return pair(
        f"'{name}'이(가) 없습니다.",
        f"'{name}' is missing.",
        f"'{name}:' 줄을 더하십시오.",
        f"Add a line '{name}:'.",
    )


def _unknown(name: str, known: list[str]) -> Pair:
    if known == ["ko", "en"] and " " in name:
        return pair(
            f"'{name}' 앞의 쉼표에서 문장이 끊겼습니다.",
            f"The text broke off at the comma before '{name}'.",
            "쉼표가 든 문장은 따옴표로 묶으십시오.",
            "Put a text that holds a comma in quotes.",
        )
    near = difflib.get_close_matches(name, known, 1, 0.6)
    listed = ", ".join(known)
    remedy = (
        (f"'{near[0]}'을(를) 뜻하셨습니까?", f"Did you mean '{near[0]}'?")
        if near
        else (f"쓸 수 있는 것: {listed}", f"Known here: {listed}.")
    )
    return pair(f"'{name}'은(는) 여기에 쓸 수 없는 낱말입니다.", f"'{name}' is not known here.", *remedy)


def _not_one_of(value: object, expected: str) -> Pair:
    known = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    near = difflib.get_close_matches(str(value), known, 1, 0.6)
    listed = ", ".join(known)
    return pair(
        f"{_shown(value)}은(는) 쓸 수 없는 값입니다.",
        f"{_shown(value)} is not a value that can stand here.",
        f"'{near[0]}'을(를) 뜻하셨습니까?" if near else f"다음 가운데 하나를 쓰십시오: {listed}",
        f"Did you mean '{near[0]}'?" if near else f"Use one of: {listed}.",
    )


def _pattern(value: object, pattern: str) -> Pair:
    if pattern.startswith("^[a-z]"):
        return pair(
            f"{_shown(value)}은(는) 이름으로 쓸 수 없습니다.",
            f"{_shown(value)} cannot be a key.",
            "영문 소문자로 시작해 소문자, 숫자, '-'만 쓰십시오.",
            "Begin with a small letter; use small letters, digits and '-'.",
        )
    example = next((shown for start, shown in _EXAMPLES.items() if pattern.startswith(start)), pattern)
    return pair(
        f"{_shown(value)}의 꼴이 맞지 않습니다.",
        f"{_shown(value)} is not written as it should be.",
        f"예: {example}",
        f"For example {example}.",
    )


_EXAMPLES = {"^https": "https://www.law.go.kr/", "^([1-9]": "80%", "^\\+?[0-9]": "02-3210-0404"}


def _wrong_type(value: object, ko: str, en: str) -> Pair:
    return pair(
        f"{_shown(value)} 자리에는 {ko}이(가) 와야 합니다.",
        f"Where {_shown(value)} stands there must be {en}.",
        f"{ko}(으)로 바꾸십시오." if "모음" not in ko else "다음 줄에 들여 쓰거나 {}로 묶으십시오.",
        f"Make it {en}." if "mapping" not in en else "Indent it on the lines below, or use {}.",
    )


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def known_at(model: Any, place: tuple[int | str, ...]) -> list[str]:
    """The words that may stand at a place of a model."""
    for part in place:
        model = _inner(model, part)
        if model is None:
            return []
    owner = next(models_in(model), None)
    if owner is None:
        return []
    return [field.alias or name for name, field in owner.model_fields.items()]


def _inner(model: Any, part: int | str) -> Any:
    """What stands at a name or number within a model, a list or a mapping."""
    owner = next(models_in(model), None)
    if owner is not None and not _holds_many(model):
        fields = owner.model_fields.items()
        return next((field.annotation for name, field in fields if part in (name, field.alias)), None)
    arguments = [argument for argument in get_args(_bare(model)) if argument is not type(None)]
    return arguments[-1] if arguments else None


def _bare(model: Any) -> Any:
    """A type without its annotations and without `| None`."""
    while hasattr(model, "__metadata__"):
        model = model.__origin__
    arguments = [argument for argument in get_args(model) if argument is not type(None)]
    if len(arguments) == 1 and len(get_args(model)) == 2 and get_origin(model) is not dict:
        return _bare(arguments[0])
    return model


def _holds_many(model: Any) -> bool:
    return get_origin(_bare(model)) in (list, dict)


def models_in(model: Any) -> Iterator[type[BaseModel]]:
    """The models that a type names, at any depth."""
    bare = _bare(model)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        yield bare
    for argument in get_args(bare):
        yield from models_in(argument)
