"""Publishing services: a checked file becomes the version in force."""

from pathlib import Path

from madang.flow import actions as flow
from madang.flow.queries import Definition
from madang.ground.people.queries import Person
from madang.work.services.definition import ServiceDefinition, canonical, load, shipped
from madang.work.services.queries.catalogue import KIND


def publish(definition: ServiceDefinition, *, by: Person | None) -> Definition:
    """Publish a service; the same content again changes nothing."""
    return flow.publish(
        kind=KIND,
        key=definition.key,
        version=definition.version,
        body=canonical(definition),
        filed_from=definition.filed_from,
        by=by,
    )


def publish_all(paths: list[Path] | None = None, *, by: Person | None) -> list[Definition]:
    """Publish the services in these files, by default all that Madang ships; files with errors are passed over."""
    loaded = [load(path).definition for path in (shipped() if paths is None else paths)]
    return [publish(definition, by=by) for definition in loaded if definition is not None]
