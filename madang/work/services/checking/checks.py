"""All checks of a service's folder, brought together."""

from dataclasses import dataclass, field
from pathlib import Path

from madang.flow.definition import Said, soundness
from madang.flow.definition.soundness import Finding, Known
from madang.ground.law.queries import rule_keys
from madang.work.services.checking import meaning
from madang.work.services.checking.cases import Cases, read_cases
from madang.work.services.definition import SHIPPED, Loaded, Problem, load, registers

ROLES = frozenset({"adviser", "clerk", "expert", "head", "innovation-officer", "operator", "service-owner"})


@dataclass(frozen=True)
class Checked:
    """What came of checking a service: its definition, its worked cases, and all problems in order of line."""

    loaded: Loaded
    problems: list[Problem]
    cases: Cases = field(default_factory=Cases)

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the definition from being published."""
        return [problem for problem in self.problems if problem.level == "error"]


def check(path: Path, known: Known | None = None) -> Checked:
    """Check a service file (or its folder), and the examples beside it."""
    file = path / "service.yaml" if path.is_dir() else path
    loaded = load(file)
    if loaded.definition is None:
        return Checked(loaded, loaded.problems)
    found = _findings(loaded, known or Known(roles=ROLES, rules=frozenset(rule_keys())))
    problems = [loaded.problem(item.place, item.problem, item.remedy, item.level) for item in found]
    problems += _of_place(loaded)
    # A flow with errors cannot be walked through: an automatic stage might not end.
    sound = not any(item.level == "error" for item in found)
    cases = read_cases(loaded, file.with_name("examples.yaml"), run=sound, wants=_wants_examples(file))
    return Checked(loaded, [*sorted(problems, key=lambda one: one.line), *cases.problems], cases)


def _findings(loaded: Loaded, known: Known) -> list[Finding]:
    service = loaded.definition
    if service is None:
        return []
    found = meaning.findings(service, registers(), known)
    if service.flow is not None:
        found += soundness.findings(service.flow, known)
    return found


def _of_place(loaded: Loaded) -> list[Problem]:
    """A service stands in a folder of its own name, where it stands in a folder of services."""
    file, service = Path(loaded.file), loaded.definition
    if (
        service is None
        or file.name != "service.yaml"
        or not file.parent.name
        or file.parent.name == service.key
    ):
        return []
    problem: Said = {
        "ko": f"폴더 이름 '{file.parent.name}'과 key '{service.key}'가 다릅니다.",
        "en": f"The folder '{file.parent.name}' and the key '{service.key}' differ.",
    }
    remedy: Said = {"ko": "둘을 같게 하십시오.", "en": "Give both the same name."}
    return [loaded.problem(("key",), problem, remedy, "warning")]


def _wants_examples(file: Path) -> bool:
    return SHIPPED in file.resolve().parents


def definitions_in(path: Path) -> list[Path]:
    """The service files that a path names: itself, its own, or those of the folders within."""
    if path.is_file():
        return [path]
    if (path / "service.yaml").is_file():
        return [path / "service.yaml"]
    return sorted(path.glob("*/service.yaml"))
