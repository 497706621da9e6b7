"""Verbs of services: begin, send and follow an application; issue its document; keep its public page."""

from madang.work.services.actions.answering import answer
from madang.work.services.actions.applying import apply, send
from madang.work.services.actions.drafting import (
    attach,
    begin,
    detach,
    discard,
    discard_old,
    fetch_again,
    save,
    take_new_version,
)
from madang.work.services.actions.erasing import erase_application
from madang.work.services.actions.history import record_history
from madang.work.services.actions.inviting import invite_to_survey
from madang.work.services.actions.issuing import document_failed, issue_document
from madang.work.services.actions.publishing import publish, publish_all
from madang.work.services.actions.reporting import (
    bring_report_up_to_date,
    clean_photos,
    say_felt,
    take_report_away,
)
from madang.work.services.actions.revoking import may_revoke, revoke_document, revoke_overturned
from madang.work.services.errors import (
    CannotApply,
    EvidenceMissing,
    FormChanged,
    Gone,
    NotComplete,
    NotOffered,
    TooManyDrafts,
    TooManyFiles,
)

__all__ = [
    "CannotApply",
    "EvidenceMissing",
    "FormChanged",
    "Gone",
    "NotComplete",
    "NotOffered",
    "TooManyDrafts",
    "TooManyFiles",
    "answer",
    "apply",
    "attach",
    "begin",
    "bring_report_up_to_date",
    "clean_photos",
    "detach",
    "discard",
    "discard_old",
    "document_failed",
    "erase_application",
    "fetch_again",
    "invite_to_survey",
    "issue_document",
    "may_revoke",
    "publish",
    "publish_all",
    "record_history",
    "revoke_document",
    "revoke_overturned",
    "save",
    "say_felt",
    "send",
    "take_new_version",
    "take_report_away",
]
