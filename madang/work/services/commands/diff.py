"""`madang definitions diff`."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from madang.lib.commands import BadInput, Command
from madang.work.services.commands.speaking import common
from madang.work.services.comparing import changes, vanished_stages
from madang.work.services.definition import SHIPPED, ServiceDefinition, load


def _diff_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("before", help="a service.yaml, or the KEY of a published service")
    parser.add_argument("after", nargs="?", help="a service.yaml; for a KEY alone, the one that is shipped")
    common(parser)


def _diff(arguments: Namespace) -> int:
    before, is_published = _before(arguments.before)
    after = _read(Path(arguments.after) if arguments.after else SHIPPED / before.key)
    found = changes(before, after)
    gone = vanished_stages(before, after)
    running = _running_at(before.key, gone) if is_published and gone else {}
    if arguments.json:
        listed = [{"kind": c.kind, "place": c.place, "before": c.before, "after": c.after} for c in found]
        answer = {"changes": listed, "vanished_stages": gone, "running_cases": running}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for change in found:
            print(change.line())
        for stage in gone:
            print(_vanished(stage, running.get(stage), arguments.language))
    return 1 if found else 0


def _vanished(stage: str, running: int | None, language: str) -> str:
    if language == "ko":
        cases = "" if running is None else f" 지금 이 단계에 있는 사건: {running}건."
        return f"! 단계 '{stage}'이(가) 없어집니다.{cases} 진행 중인 사건을 옮길 계획이 필요합니다."
    cases = "" if running is None else f" Cases there now: {running}."
    return f"! The stage '{stage}' is gone.{cases} Running cases need a plan before they can move to this version."


def _before(name: str) -> tuple[ServiceDefinition, bool]:
    """The definition of a file, or the one published under a key."""
    if Path(name).exists():
        return _read(Path(name)), False
    from madang.flow.queries import Definition
    from madang.work.services.queries.catalogue import KIND

    row = Definition.objects.filter(kind=KIND, key=name).order_by("-version").first()
    if row is None:
        raise BadInput(f"'{name}' is neither a file nor the key of a published service.")
    return ServiceDefinition.of(row.body), True


def _read(path: Path) -> ServiceDefinition:
    loaded = load(path / "service.yaml" if path.is_dir() else path)
    if loaded.definition is None:
        raise BadInput(f"{loaded.problems[0].sentence('en')} (madang definitions check {path} tells all)")
    return loaded.definition


def _running_at(key: str, stages: list[str]) -> dict[str, int]:
    """How many open cases stand at these stages now."""
    from django.db.models import Count

    from madang.flow.queries import Case
    from madang.work.services.queries.catalogue import KIND

    rows = (
        Case.objects.filter(definition__kind=KIND, definition__key=key, stage__in=stages)
        .exclude(status=Case.Status.CLOSED)
        .values_list("stage")
        .annotate(Count("id"))
    )
    found: dict[str, int] = dict(rows)
    return {stage: found.get(stage, 0) for stage in stages}


DIFF = Command("compare two definitions, or one with what is published", _diff_arguments, _diff)
