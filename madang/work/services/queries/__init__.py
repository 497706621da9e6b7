"""Questions to services."""

from madang.work.services.folders import Content, StoredFile
from madang.work.services.models import Attachment, Draft, Folder, OpenReport, PastFigures
from madang.work.services.queries.applications import (
    Ways,
    case_of,
    case_sent_by,
    cases_of,
    content_of,
    draft_of,
    drafts_of,
    file_with_content,
    files_of,
    survey_token,
    ways,
)
from madang.work.services.queries.catalogue import (
    KIND,
    Narrowed,
    Service,
    catalogue,
    fields,
    governments_offering,
    promise_of,
    search,
    service,
    services,
    unit_answering,
)
from madang.work.services.queries.entering import officials_governments, people_known_as
from madang.work.services.queries.facts import applicant_facts, facts_so_far
from madang.work.services.queries.files import accepted_kinds, most_bytes
from madang.work.services.queries.reports import (
    Projection,
    ReportFilters,
    answers_in_words,
    photo_of,
    public_report,
    report,
    reports,
)
from madang.work.services.queries.times import HowLong, Past, how_long, if_filed_now
from madang.work.services.rules import FILES_AT_ONCE

__all__ = [
    "FILES_AT_ONCE",
    "KIND",
    "Attachment",
    "Content",
    "Draft",
    "Folder",
    "HowLong",
    "Narrowed",
    "OpenReport",
    "Past",
    "PastFigures",
    "Projection",
    "ReportFilters",
    "Service",
    "StoredFile",
    "Ways",
    "accepted_kinds",
    "answers_in_words",
    "applicant_facts",
    "case_of",
    "case_sent_by",
    "cases_of",
    "catalogue",
    "content_of",
    "draft_of",
    "drafts_of",
    "facts_so_far",
    "fields",
    "file_with_content",
    "files_of",
    "governments_offering",
    "how_long",
    "if_filed_now",
    "most_bytes",
    "officials_governments",
    "people_known_as",
    "photo_of",
    "promise_of",
    "public_report",
    "report",
    "reports",
    "search",
    "service",
    "services",
    "survey_token",
    "unit_answering",
    "ways",
]
