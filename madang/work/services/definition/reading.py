"""Reading a service file: safely, with the line of every part, and with all errors at once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from madang.flow.definition import Said
from madang.work.services.definition import sentences
from madang.work.services.definition.marks import Marked, NotYaml, Place, read_marked
from madang.work.services.definition.service import ServiceDefinition

LARGEST = 200_000  # bytes


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file: where, what, and what to do about it."""

    file: str
    line: int
    where: str  # the place within the file, for example stages.review.acts.grant
    problem: Said
    remedy: Said
    level: str = "error"  # or "warning"

    def sentence(self, language: str) -> str:
        """`file:line: problem — remedy` in that language."""
        said = "en" if language.startswith("en") else "ko"
        mark = {"en": "warning: ", "ko": "주의: "}[said] if self.level == "warning" else ""
        where = f"[{self.where}] " if self.where else ""
        return f"{self.file}:{self.line}: {mark}{where}{self.problem[said]} — {self.remedy[said]}"


@dataclass(frozen=True)
class Loaded:
    """What came of reading a file: a definition, or nothing and the problems."""

    file: str
    definition: ServiceDefinition | None
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)

    def problem(self, place: Place, problem: Said, remedy: Said, level: str = "error") -> Problem:
        """A problem at a place of this file."""
        return problem_at(self.file, self.lines, place, problem, remedy, level)


def load(path: Path) -> Loaded:
    """Read a service file; never raises for what the file holds."""
    marked, problems = read_file(path)
    return _understood(str(path), marked, problems)


def read_service(text: str, file: str = "service.yaml") -> Loaded:
    """The same for text that is at hand."""
    marked, problems = read_text(text.encode(), file)
    return _understood(file, marked, problems)


def read_file(path: Path) -> tuple[Marked | None, list[Problem]]:
    """The YAML of a file with its lines, or the problems that make it unreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        return None, [Problem(str(path), 1, "", *sentences.UNREADABLE)]
    return read_text(content, str(path))


def read_text(content: bytes, file: str) -> tuple[Marked | None, list[Problem]]:
    """The YAML of a text with its lines, or the problems that make it unreadable."""
    if len(content) > LARGEST:
        return None, [Problem(file, 1, "", *sentences.too_large(LARGEST))]
    try:
        marked = read_marked(content)
    except NotYaml as error:
        return None, [Problem(file, error.line, "", error.problem, error.remedy)]
    repeated = [
        problem_at(file, marked.lines, place, *sentences.twice(place[-1]), line=line)
        for place, line in marked.repeated
    ]
    return marked, repeated


def problem_at(
    file: str,
    lines: dict[Place, int],
    place: Place,
    problem: Said,
    remedy: Said,
    level: str = "error",
    line: int | None = None,
) -> Problem:
    """A problem at a place of a file: at its line, or at that of the nearest part around it."""
    around = next((place[:size] for size in range(len(place), -1, -1) if place[:size] in lines), ())
    where = ".".join(str(part) for part in place)
    return Problem(file, line or lines.get(around, 1), where, problem, remedy, level)


def shape_problems(file: str, marked: Marked, error: ValidationError, model: Any) -> list[Problem]:
    """What a model found wrong in the shape of a file, in words."""
    found: list[Problem] = []
    for detail in error.errors(include_url=False):
        place = tuple(part for part in detail["loc"] if part != "[key]")
        found.append(problem_at(file, marked.lines, place, *sentences.of_shape(detail, model)))
    return found


def _understood(file: str, marked: Marked | None, problems: list[Problem]) -> Loaded:
    if marked is None:
        return Loaded(file, None, problems)
    if not isinstance(marked.value, dict):
        return Loaded(file, None, [*problems, Problem(file, 1, "", *sentences.NOT_A_MAPPING)])
    try:
        definition = ServiceDefinition.model_validate(marked.value)
    except ValidationError as error:
        problems = problems + shape_problems(file, marked, error, ServiceDefinition)
        return Loaded(file, None, sorted(problems, key=lambda problem: problem.line), marked.lines)
    return Loaded(file, definition if not problems else None, problems, marked.lines)
