"""What services do when flow tells that something happened to a case."""

from uuid import UUID

from procrastinate.contrib.django import app

from madang.flow.events import CaseChanged, CaseClosed, DueDatesMoved
from madang.flow.queries import Case
from madang.ground.surveys.events import FrameWanted
from madang.lib.news import on
from madang.work.services import actions
from madang.work.services.queries.catalogue import KIND
from madang.work.services.queries.users import users_between
from madang.work.services.standards import actions as standards

MOVES_PROMISES = frozenset(
    {"received", "moved", "asked", "answered", "extended", "transferred", "reopened", "withdrawn", "deemed",
     "migrated"}
)  # fmt: skip
SHOWN_ANEW = frozenset({"received", "answered", "corrected", "withdrawn", "transferred", "migrated"})
DECIDED = frozenset({"granted", "refused", "done"})


@on(CaseChanged)
def keep_public_page(news: CaseChanged) -> None:
    """The public page of a report follows its case; the photos are cleaned in a job."""
    if news.type in SHOWN_ANEW and _is_ours(news.case):
        if actions.bring_report_up_to_date(news.case, by=None) is not None:
            app.configure_task("services.clean_photos").defer(case_id=str(news.case))
    elif news.type == "erased" and _is_ours(news.case):
        actions.erase_application(news.case, by=None)


@on(CaseClosed)
def make_document(news: CaseClosed) -> None:
    """The document that an end names is made in a job, enqueued in the same transaction."""
    if news.document and _is_ours(news.case):
        app.configure_task("services.issue_document").defer(case_id=str(news.case), document=news.document)


@on(CaseChanged)
def measure_promises(news: CaseChanged) -> None:
    """How the case keeps the service's standards follows its events."""
    if news.type in MOVES_PROMISES:
        standards.measure(news.case, by=None)


@on(DueDatesMoved)
def measure_promises_of_many(news: DueDatesMoved) -> None:
    """Where a holiday moves the due dates of very many cases, their promises follow in jobs."""
    app.configure_task("services.measure_promises").defer(case_ids=[str(case) for case in news.cases])


@on(CaseClosed)
def ask_whether_it_helped(news: CaseClosed) -> None:
    """Whoever got a decision is asked, once, whether it helped."""
    if news.outcome in DECIDED and _is_ours(news.case):
        actions.invite_to_survey(news.case, by=None)


@on(FrameWanted)
def name_the_users(news: FrameWanted) -> None:
    """Whose cases of a service ended within a period may be drawn for a survey."""
    news.frame.extend(users_between(news.government_id, news.service, news.first, news.last))


def _is_ours(case: UUID) -> bool:
    return Case.objects.filter(pk=case, definition__kind=KIND).exists()
