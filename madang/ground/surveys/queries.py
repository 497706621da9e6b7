"""Questions about surveys: is a link still good, and what may be published of the answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from madang.ground.organisations.queries import Government
from madang.ground.surveys import rules
from madang.ground.surveys.actions import asked_by, hashed
from madang.ground.surveys.definition import Question, Survey, survey
from madang.ground.surveys.models import Answer, Invitation
from madang.ground.surveys.rules import Block, Interval

__all__ = [
    "Block",
    "Figures",
    "Interval",
    "Results",
    "Survey",
    "asked_by",
    "good_invitation",
    "invitation_for",
    "results",
    "survey",
    "words",
]

Counts = dict[str, dict[str, int]]  # question → value → how many


@dataclass(frozen=True)
class Figure:
    """What is known of one question: how often each value was given, and the share or mean."""

    question: Question
    counts: dict[str, int]
    figure: Interval


@dataclass(frozen=True)
class Figures:
    """The answers of some people, at least five."""

    count: int
    questions: list[Figure]

    def of(self, key: str) -> Figure:
        """The figure of one question."""
        return next(figure for figure in self.questions if figure.question.key == key)


@dataclass(frozen=True)
class Results:
    """What may be published about a service; `total` is nothing where fewer than five have answered."""

    survey: Survey
    total: Figures | None
    blocks: list[tuple[Block, Figures]] = field(default_factory=list)  # of one government
    groups: dict[str, Figures] = field(default_factory=dict)  # over those blocks in which the group is shown


def invitation_for(token: str) -> Survey | None:
    """The questionnaire of a link that can still be used."""
    found = good_invitation(token)
    return asked_by(found) if found else None


def good_invitation(token: str) -> Invitation | None:
    """The invitation of a link that can still be used, with its round if it belongs to one."""
    open_ones = Invitation.objects.filter(token_hash=hashed(token), expires_at__gt=timezone.now())
    return open_ones.select_related("round__government").first()


def results(
    service: str,
    government: Government | None = None,
    months: Sequence[date] | None = None,
    *,
    survey_key: str = "csat-5",
    at: datetime | None = None,
) -> Results:
    """What is published about a service, in a government or in all: whole blocks within the months.

    A month is published once every invitation of it has run out; one query, however many answers there are.
    """
    questionnaire = survey(survey_key)
    table = _table(questionnaire, service, government)
    wanted = set(months) if months is not None else None
    shown: list[tuple[Block, dict[str, tuple[int, Counts]]]] = []
    for by_month in table.values():
        shown += _published(by_month, wanted, (at or timezone.now()).date())
    total = [cell for _, groups in shown for cell in groups.values()]
    return Results(
        questionnaire,
        _figures(questionnaire, total),
        [
            (block, found)
            for block, groups in shown
            if (found := _figures(questionnaire, list(groups.values())))
        ]
        if government
        else [],
        _by_group(questionnaire, [groups for _, groups in shown]),
    )


Cell = tuple[int, Counts]
Table = dict[int, dict[date, dict[str, Cell]]]  # government → month → group → cell


def _table(questionnaire: Survey, service: str, government: Government | None) -> Table:
    """How often each value was given, counted by the database."""
    rows = Answer.objects.filter(
        survey=questionnaire.key, version=questionnaire.version, service=service, round=None
    )
    if government:
        rows = rows.filter(government=government)
    keys = [question.key for question in questionnaire.questions if question.values]
    cells: Table = defaultdict(lambda: defaultdict(dict))
    fields = ["government_id", "month", "group", *(f"values__{key}" for key in keys)]
    for home, month, group, *values, count in (
        rows.values_list(*fields).annotate(n=Count("pk")).order_by("month")
    ):
        whole, counts = cells[home][month].get(group) or (0, {key: {} for key in keys})
        for key, value in zip(keys, values, strict=True):
            counts[key][value] = counts[key].get(value, 0) + count
        cells[home][month][group] = (whole + count, counts)
    return cells


def _published(
    by_month: dict[date, dict[str, Cell]], wanted: set[date] | None, today: date
) -> list[tuple[Block, dict[str, Cell]]]:
    counts = {
        month: sum(cell[0] for cell in groups.values())
        for month, groups in by_month.items()
        if rules.settled(month, today)
    }
    return [
        (block, _merged([by_month[month] for month in block.months]))
        for block in rules.blocks(counts)
        if wanted is None or wanted >= set(block.months)
    ]


def _merged(parts: Sequence[dict[str, Cell]]) -> dict[str, Cell]:
    groups = sorted({group for part in parts for group in part})
    return {group: _sum([part[group] for part in parts if group in part]) for group in groups}


def _sum(cells: Sequence[Cell]) -> Cell:
    keys = cells[0][1]
    return sum(cell[0] for cell in cells), {key: rules.add([cell[1][key] for cell in cells]) for key in keys}


def _by_group(questionnaire: Survey, blocks: Sequence[dict[str, Cell]]) -> dict[str, Figures]:
    cells: dict[str, list[Cell]] = defaultdict(list)
    for groups in blocks:
        for group in rules.groups_shown({name: cell[0] for name, cell in groups.items()}):
            cells[group].append(groups[group])
    found = {group: _figures(questionnaire, parts) for group, parts in sorted(cells.items()) if group}
    return {group: figures for group, figures in found.items() if figures}


def _figures(questionnaire: Survey, cells: Sequence[Cell]) -> Figures | None:
    if not cells:
        return None
    count, by_question = _sum(cells)
    questions = [q for q in questionnaire.questions if q.kind != "words"]
    return Figures(count, [_figure(question, by_question[question.key], count) for question in questions])


def _figure(question: Question, given: dict[str, int], whole: int) -> Figure:
    counts = {value: given.get(value, 0) for value in question.values}
    if question.kind == "scale":
        return Figure(question, counts, rules.mean({int(value): n for value, n in counts.items()}))
    good = sum(counts[answer.value] for answer in question.answers if answer.good)
    return Figure(question, counts, rules.share(good, whole))


def words(service: str, government: Government, *, at: datetime | None = None) -> list[str]:
    """What people wrote, of published blocks only and in no order of time; for the office, not for the public."""
    table = _table(survey("csat-5"), service, government)
    today = (at or timezone.now()).date()
    months = [
        m for by_month in table.values() for b, _ in _published(by_month, None, today) for m in b.months
    ]
    rows = Answer.objects.filter(service=service, government=government, month__in=months).order_by("id")
    return [row["words"] for row in rows.values_list("values", flat=True) if row.get("words")]
