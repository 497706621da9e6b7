"""Reading a redesign's file: every error with its line and what to do about it."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from madang.insight.laboratory.definition.redesign import Redesign
from madang.insight.laboratory.definition.stated import StatedRedesign
from madang.lib.commands import BadInput
from madang.work.services.definition.reading import problem_at, read_file, read_text

SHIPPED = Path(__file__).resolve().parents[3] / "definitions" / "redesigns"
SAID = {
    "missing": "this part is missing",
    "extra_forbidden": "this name is not known",
    "literal_error": "this is none of the words allowed here",
}
Shape = TypeVar("Shape", bound=BaseModel)


def read_redesign(file: Path) -> Redesign:
    """The redesign in a file; raises BadInput with all that is wrong, line by line."""
    marked, problems = read_file(file)
    return _understood(str(file), marked, problems, Redesign)


def redesign_in(text: str, name: str = "redesign.yaml") -> Redesign:
    """The same for text that is at hand."""
    marked, problems = read_text(text.encode(), name)
    return _understood(name, marked, problems, Redesign)


def shipped() -> dict[str, StatedRedesign]:
    """The worked redesigns that come with the program, by key."""
    found = {}
    for file in sorted(SHIPPED.glob("*.yaml")):
        marked, problems = read_file(file)
        found[file.stem] = _understood(str(file), marked, problems, StatedRedesign)
    return found


def _understood(file: str, marked: Any, problems: list[Any], shape: type[Shape]) -> Shape:
    if problems or marked is None:
        raise BadInput("\n".join(problem.sentence("en") for problem in problems))
    if not isinstance(marked.value, dict):
        raise BadInput(f"{file}:1: this is no redesign; write 'changes:' and below it a list of changes.")
    try:
        return shape.model_validate(marked.value)
    except ValidationError as error:
        raise BadInput("\n".join(_sentences(file, marked, error))) from None


def _sentences(file: str, marked: Any, error: ValidationError) -> list[str]:
    """`file:line: [place] what is wrong`, each once."""
    told = []
    for detail in error.errors(include_url=False):
        place = tuple(part for part in detail["loc"] if part != "[key]")
        line = problem_at(file, marked.lines, place, {"ko": "", "en": ""}, {"ko": "", "en": ""}).line
        said = detail["msg"].removeprefix("Value error, ")
        if detail["type"] in SAID:
            expected = (detail.get("ctx") or {}).get("expected")
            said = SAID[detail["type"]] + (
                f"; write {expected}" if expected else "; see docs/use/laboratory.md"
            )
        where = ".".join(str(part) for part in place)
        told.append(f"{file}:{line}: [{where}] {said[:1].lower()}{said[1:]}.".replace("..", "."))
    return told
