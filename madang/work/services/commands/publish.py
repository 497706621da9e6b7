"""`madang definitions publish`."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from madang.flow.definition.soundness import Known
from madang.ground.law.queries import rule_keys
from madang.lib.commands import BadInput, Command
from madang.work.services.checking import ROLES, check
from madang.work.services.commands.speaking import common, files, problem_as_json, say
from madang.work.services.definition import Problem, ServiceDefinition, canonical, load


def _publish_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a service.yaml or its folder")
    parser.add_argument("--all", action="store_true", help="publish all services that are shipped")
    parser.add_argument("--by", metavar="USER", help="the user name of the official who publishes")
    common(parser)


def _publish(arguments: Namespace) -> int:
    from madang.flow.actions import NotPossible

    if bool(arguments.path) == arguments.all:
        raise BadInput("name one PATH, or give --all.")
    person = _person(arguments.by)
    known = _known()
    chosen, left_out = (
        _of_this_place(files(arguments.path), known) if arguments.all else (files(arguments.path), {})
    )
    results = [check(file, known) for file in chosen]
    wrong = [problem for result in results for problem in result.errors]
    if wrong:
        return _say_wrong(wrong, arguments)
    services = [result.loaded.definition for result in results if result.loaded.definition]
    try:
        done = _publish_all(services, person)
    except NotPossible as refusal:
        raise BadInput(str(refusal)) from None
    _say_published(done, left_out, arguments)
    return 0


def _of_this_place(found: Iterable[Path], known: Known) -> tuple[list[Path], dict[str, list[str]]]:
    """Of the services that are shipped those whose units are all here; and what the others lack."""
    chosen, left_out = [], {}
    for file in found:
        definition = load(file).definition
        lacking = sorted(_units(definition) - known.units) if definition and known.units else []
        if definition and lacking:
            left_out[definition.key] = lacking
        else:
            chosen.append(file)
    return chosen, left_out


def _units(definition: ServiceDefinition) -> set[str]:
    """The units that a service names: whose it is, in which its actors act, and to which it is handed."""
    acts = [act for stage in definition.stages.values() for act in stage.acts.values()]
    named = [
        definition.owner,
        *(actor.unit for actor in definition.actors.values()),
        *(act.unit for act in acts),
    ]
    return {unit for unit in named if unit and unit != "owner"}


def _say_wrong(wrong: list[Problem], arguments: Namespace) -> int:
    if arguments.json:
        listed = [problem_as_json(problem) for problem in wrong]
        print(json.dumps({"published": [], "problems": listed}, ensure_ascii=False, indent=2))
    else:
        say(wrong, arguments.language)
    return 1


def _known() -> Known:
    """The names that definitions may use here: of units, once there are any, of roles and of counting rules."""
    from madang.ground.organisations.queries import Unit

    units = frozenset(Unit.objects.filter(valid_until__isnull=True).values_list("key", flat=True))
    return Known(units or None, ROLES, frozenset(rule_keys()))


def _publish_all(services: list[ServiceDefinition], person: Any) -> list[dict[str, Any]]:
    """Publish all of them or none."""
    from django.db import transaction

    from madang.flow.actions import publish
    from madang.work.services.queries.catalogue import KIND

    done = []
    with transaction.atomic():
        for service in services:
            row = publish(
                kind=KIND,
                key=service.key,
                version=service.version,
                body=canonical(service),
                filed_from=service.filed_from,
                by=person,
            )
            filed_from = row.filed_from.isoformat()
            done.append({"key": row.key, "version": row.version, "hash": row.hash, "filed_from": filed_from})
    return done


def _say_published(done: list[dict[str, Any]], left_out: dict[str, list[str]], arguments: Namespace) -> None:
    if arguments.json:
        said = {"published": done, "problems": [], "left_out": left_out}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for key, units in left_out.items():
        print(f"{key}: left out, because no government here has the unit {', '.join(units)}.")
    if left_out:
        print(
            "Begin these units (docs/run/start-a-government.md), or publish services of your own by their path."
        )
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


PUBLISH = Command("publish service definitions, frozen from then on", _publish_arguments, _publish)
