"""What services do when flow tells that something happened to a case."""

from madang.flow.events import CaseChanged, CaseClosed, DueDatesMoved
from madang.ground.surveys.events import FrameWanted
from madang.lib.news import on
from madang.lib.queue import enqueue
from madang.work.services import actions
from madang.work.services.queries.catalogue import KIND, promise_of
from madang.work.services.queries.reports import has_open_page
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
    if news.case.definition.kind != KIND:
        return
    if news.type in SHOWN_ANEW and (has_open_page(news.case.definition) or news.type == "migrated"):
        if actions.bring_report_up_to_date(news.case.pk, by=None) is not None:
            enqueue("services.clean_photos", case_id=str(news.case.pk))
    elif news.type == "erased":
        actions.erase_application(news.case.pk, by=None)


@on(CaseClosed)
def make_document(news: CaseClosed) -> None:
    """The document that an end names is made in a job, enqueued in the same transaction."""
    if news.document and news.case.definition.kind == KIND:
        enqueue("services.issue_document", case_id=str(news.case.pk), document=news.document)


@on(CaseClosed)
def take_back_what_was_overturned(news: CaseClosed) -> None:
    """Where an objection led to another decision, the document of the first one is revoked."""
    heard = news.case.state.get("objections")
    if heard and news.document is None and news.case.definition.kind == KIND:
        actions.revoke_overturned(news.case.pk, by=None)


@on(CaseChanged)
def measure_promises(news: CaseChanged) -> None:
    """How the case keeps the service's standards follows its events, in a job."""
    if news.type in MOVES_PROMISES and news.case.definition.kind == KIND:
        standards.note([news.case.pk], by=None)


@on(DueDatesMoved)
def measure_promises_of_many(news: DueDatesMoved) -> None:
    """Where a holiday moves the due dates of very many cases, their promises follow too."""
    standards.note(news.cases, by=None)


@on(CaseClosed)
def ask_whether_it_helped(news: CaseClosed) -> None:
    """Whoever got a decision is asked, once, whether it helped."""
    if (
        news.outcome in DECIDED
        and news.case.definition.kind == KIND
        and promise_of(news.case.definition).survey
    ):
        actions.invite_to_survey(news.case, by=None)


@on(FrameWanted)
def name_the_users(news: FrameWanted) -> None:
    """Whose cases of a service ended within a period may be drawn for a survey."""
    news.frame.extend(users_between(news.government_id, news.service, news.first, news.last))
