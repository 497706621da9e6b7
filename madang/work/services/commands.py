"""`madang definitions check | publish | diff` and `madang new service`."""

import json
import os
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from madang.lib.commands import BadInput, Command
from madang.work.services.checking import Checked, check, definitions_in
from madang.work.services.comparing import changes, vanished_stages
from madang.work.services.definition import (
    SHIPPED,
    Problem,
    ServiceDefinition,
    canonical,
    content_hash,
    grade_of,
    load,
)

SKELETON = Path(__file__).parent / "skeleton"


def _common(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--language", choices=["ko", "en"], default=_language(), help="of the sentences")


def _language() -> str:
    set_to = next((os.environ[name] for name in ("LC_ALL", "LANG") if os.environ.get(name)), "")
    return "ko" if set_to.startswith("ko") else "en"


def _files(path: str | None) -> list[Path]:
    """The service files that are meant, named as briefly as they can be from here."""
    folder = Path(path) if path else SHIPPED
    if not folder.exists():
        raise BadInput(
            f"there is no file or folder '{folder}'; name a service.yaml or the folder that holds it."
        )
    found = definitions_in(folder)
    if not found:
        raise BadInput(f"'{folder}' holds no service.yaml; `madang new service KEY` writes one.")
    here = Path.cwd()
    return [file.relative_to(here) if file.is_relative_to(here) else file for file in found]


def _say(problems: list[Problem], language: str) -> None:
    for problem in problems:
        print(problem.sentence(language))


# --- check ---------------------------------------------------------------------------------------------


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", help="a service.yaml, its folder, or a folder of services; default: those shipped"
    )
    _common(parser)


def _check(arguments: Namespace) -> int:
    results = [check(file) for file in _files(arguments.path)]
    if arguments.json:
        print(json.dumps(_results_as_json(results), ensure_ascii=False, indent=2))
    else:
        for result in results:
            _say(result.problems, arguments.language)
        print(_summary(results, arguments.language))
    return 1 if any(result.errors for result in results) else 0


def _summary(results: list[Checked], language: str) -> str:
    errors = sum(len(result.errors) for result in results)
    warnings = sum(len(result.problems) for result in results) - errors
    cases = sum(len(result.cases.examples) for result in results)
    if language == "ko":
        return f"서비스 {len(results)}개, 사례 {cases}개를 확인했습니다. 오류 {errors}개, 주의 {warnings}개."
    return f"Checked {len(results)} service(s) and {cases} worked case(s): {errors} error(s), {warnings} warning(s)."


def _results_as_json(results: list[Checked]) -> dict[str, Any]:
    return {
        "valid": not any(result.errors for result in results),
        "services": [_service_as_json(result) for result in results if result.loaded.definition],
        "problems": [_problem_as_json(problem) for result in results for problem in result.problems],
    }


def _service_as_json(result: Checked) -> dict[str, Any]:
    service = result.loaded.definition
    if service is None:
        return {}
    return {
        "file": result.loaded.file,
        "key": service.key,
        "version": service.version,
        "hash": content_hash(service),
        "depth": service.depth,
        "grade": grade_of(service).number,
        "examples": len(result.cases.examples),
    }


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "where": problem.where,
        "level": problem.level,
        "problem": problem.problem,
        "remedy": problem.remedy,
    }


# --- publish -------------------------------------------------------------------------------------------


def _publish_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a service.yaml or its folder")
    parser.add_argument("--all", action="store_true", help="publish all services that are shipped")
    parser.add_argument("--by", metavar="USER", help="the user name of the official who publishes")
    _common(parser)


def _publish(arguments: Namespace) -> int:
    from madang.flow.actions import NotPossible

    if bool(arguments.path) == arguments.all:
        raise BadInput("name one PATH, or give --all.")
    person = _person(arguments.by)
    results = [check(file) for file in _files(arguments.path)]
    wrong = [problem for result in results for problem in result.errors]
    if wrong:
        if arguments.json:
            print(
                json.dumps(
                    {"published": [], "problems": [_problem_as_json(one) for one in wrong]},
                    ensure_ascii=False,
                )
            )
        else:
            _say(wrong, arguments.language)
        return 1
    services = [result.loaded.definition for result in results if result.loaded.definition]
    try:
        done = _publish_all(services, person)
    except NotPossible as refusal:
        raise BadInput(str(refusal)) from None
    _say_published(done, arguments)
    return 0


def _publish_all(services: list[ServiceDefinition], person: Any) -> list[dict[str, Any]]:
    """Publish all of them or none."""
    from django.db import transaction

    from madang.flow.actions import publish

    done = []
    with transaction.atomic():
        for service in services:
            row = publish(
                kind="service",
                key=service.key,
                version=service.version,
                body=canonical(service),
                filed_from=service.filed_from,
                by=person,
            )
            filed_from = row.filed_from.isoformat()
            done.append({"key": row.key, "version": row.version, "hash": row.hash, "filed_from": filed_from})
    return done


def _say_published(done: list[dict[str, Any]], arguments: Namespace) -> None:
    if arguments.json:
        print(json.dumps({"published": done, "problems": []}, ensure_ascii=False, indent=2))
        return
    for row in done:
        print(f"{row['key']} {row['version']}  {row['hash'][:12]}  {row['filed_from']}")


def _person(username: str | None) -> Any:
    from madang.ground.people.queries import Person

    if username is None:
        return None
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise BadInput(f"there is no user '{username}'.")
    return person


# --- diff ----------------------------------------------------------------------------------------------


def _diff_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("before", help="a service.yaml, or the KEY of a published service")
    parser.add_argument("after", nargs="?", help="a service.yaml; for a KEY alone, the one that is shipped")
    _common(parser)


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

    row = Definition.objects.filter(kind="service", key=name).order_by("-version").first()
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

    rows = (
        Case.objects.filter(definition__kind="service", definition__key=key, stage__in=stages)
        .exclude(status=Case.Status.CLOSED)
        .values_list("stage")
        .annotate(Count("id"))
    )
    found: dict[str, int] = dict(rows)
    return {stage: found.get(stage, 0) for stage in stages}


# --- new -----------------------------------------------------------------------------------------------


def _new_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("key", help="the key of the service, for example street-tree")
    parser.add_argument(
        "--in", dest="folder", default=".", metavar="DIR", help="where to put its folder (here)"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def _new(arguments: Namespace) -> int:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,58}[a-z0-9]", arguments.key):
        raise BadInput(
            f"'{arguments.key}' cannot be a key; use small letters, digits and '-', for example street-tree."
        )
    folder = Path(arguments.folder) / arguments.key
    if folder.exists():
        raise BadInput(f"'{folder}' is there already; choose another key or another place with --in.")
    try:
        folder.mkdir(parents=True)
        for name in ("service.yaml", "examples.yaml"):
            text = (SKELETON / name).read_text("utf-8").replace("{key}", arguments.key)
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"'{folder}' cannot be written: {error.strerror}.") from None
    files = [str(folder / name) for name in ("service.yaml", "examples.yaml")]
    print(json.dumps({"files": files}) if arguments.json else "\n".join(files))
    return 0


CHECK = Command(
    "check service definitions and run their worked cases", _check_arguments, _check, needs_django=False
)
PUBLISH = Command("publish service definitions, frozen from then on", _publish_arguments, _publish)
DIFF = Command("compare two definitions, or one with what is published", _diff_arguments, _diff)
NEW = Command("write the folder of a new service", _new_arguments, _new, needs_django=False)
