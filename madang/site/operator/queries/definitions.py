"""Definitions as the operator sees them: versions, the cases that run under each, what changed between two."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from django.db.models import Count, Q

from madang.flow.queries import Case, Definition


@dataclass(frozen=True)
class Versions:
    """All published versions of one definition, the newest first."""

    kind: str
    key: str
    title: dict[str, str]
    rows: list[Definition]

    @property
    def older_running(self) -> int:
        """How many open cases run under a version that is not the newest."""
        return sum(getattr(row, "running", 0) for row in self.rows[1:])


def versions() -> list[Versions]:
    """Every definition with its versions; each row carries `running`, its number of open cases. Two queries."""
    rows = list(
        Definition.objects.defer("body")
        .select_related("published_by")
        .annotate(running=Count("cases", filter=~Q(cases__status=Case.Status.CLOSED)))
        .order_by("kind", "key", "-version")
    )
    titles = dict(Definition.objects.values_list("pk", "body__title"))
    found: dict[tuple[str, str], list[Definition]] = {}
    for row in rows:
        found.setdefault((row.kind, row.key), []).append(row)
    return [
        Versions(kind, key, titles[of[0].pk] or {"ko": key, "en": key}, of)
        for (kind, key), of in found.items()
    ]


def of(kind: str, key: str) -> list[Definition]:
    """The versions of one definition, the newest first."""
    return list(Definition.objects.filter(kind=kind, key=key).order_by("-version"))


@dataclass(frozen=True)
class Line:
    """One line of a comparison: `added`, `removed`, `same`, or `gap` where equal lines were left out."""

    kind: str
    text: str


def changes(before: Definition, after: Definition) -> list[Line]:
    """What changed from one version to the other, as lines of YAML."""
    return list(_lines(_spelled(before), _spelled(after)))


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    kinds = {"+": "added", "-": "removed", " ": "same", "@": "gap"}
    for line in difflib.unified_diff(before, after, lineterm="", n=2):
        if not line.startswith(("---", "+++")):
            yield Line(kinds[line[0]], "…" if line[0] == "@" else line[1:])


def _spelled(definition: Definition) -> list[str]:
    return yaml.safe_dump(definition.body, allow_unicode=True, sort_keys=True, width=110).splitlines()


def stages_with_cases(to: Definition) -> list[str]:
    """The stages at which open cases of older versions of the definition wait."""
    older = Case.objects.exclude(status=Case.Status.CLOSED).exclude(definition=to)
    waiting = older.filter(definition__kind=to.kind, definition__key=to.key)
    return sorted(waiting.order_by().values_list("stage", flat=True).distinct())
