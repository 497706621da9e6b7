"""`madang definitions check`."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from madang.lib.commands import Command
from madang.work.services.checking import Checked, check
from madang.work.services.commands.speaking import common, files, problem_as_json, say
from madang.work.services.definition import content_hash, grade_of


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", help="a service.yaml, its folder, or a folder of services; default: those shipped"
    )
    common(parser)


def _check(arguments: Namespace) -> int:
    results = [check(file) for file in files(arguments.path)]
    if arguments.json:
        print(json.dumps(_results_as_json(results), ensure_ascii=False, indent=2))
    else:
        for result in results:
            say(result.problems, arguments.language)
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
        "problems": [problem_as_json(problem) for result in results for problem in result.problems],
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


CHECK = Command(
    "check service definitions and run their worked cases", _check_arguments, _check, needs_django=False
)
