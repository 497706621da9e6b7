"""Publishing services: a checked file becomes the version in force."""

from datetime import datetime
from pathlib import Path

from madang.flow import actions as flow
from madang.flow.queries import Definition
from madang.ground.people.queries import Person
from madang.work.services.definition import ServiceDefinition, canonical, load, shipped
from madang.work.services.queries.catalogue import KIND


def publish(
    definition: ServiceDefinition, *, filed_from: datetime | None = None, by: Person | None
) -> Definition:
    """Publish a service; the same content again changes nothing.

    It governs what is filed from the moment that it names itself, else from `filed_from`, else from now.
    """
    return flow.publish(
        kind=KIND,
        key=definition.key,
        version=definition.version,
        body=canonical(definition),
        filed_from=definition.filed_from or filed_from,
        by=by,
    )


def publish_all(
    paths: list[Path] | None = None, *, filed_from: datetime | None = None, by: Person | None
) -> list[Definition]:
    """Publish the services in these files, by default all that Madang ships; files with errors are passed over."""
    loaded = [load(path).definition for path in (shipped() if paths is None else paths)]
    return [
        publish(definition, filed_from=filed_from, by=by) for definition in loaded if definition is not None
    ]
