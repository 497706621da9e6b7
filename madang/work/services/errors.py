"""Why an application cannot go on, in a sentence for the person who applies."""

from django.utils.translation import gettext as _


class CannotApply(Exception):
    """The message says why, and what can be done instead. Nothing was sent, nothing was lost."""


class NotOffered(CannotApply):
    """The service is not in force, or this government has no unit that answers for it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This service cannot be applied for here at the moment. Choose another government, or ask the office."
            )
        )


class TooManyDrafts(CannotApply):
    """The person has as many open drafts as one may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _(
                "You have %(most)s applications that are not sent yet. Send or delete one, then begin a new one."
            )
            % {"most": most}
        )


class TooManyFiles(CannotApply):
    """The application holds as many files as one may hold."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("An application can hold %(most)s files. Remove one before you add another.") % {"most": most}
        )


class FormChanged(CannotApply):
    """A newer version of the service asks something else than what the person filled in."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The form was changed while you were filling it in. Your answers were kept; please check them again."
            )
        )


class NotComplete(CannotApply):
    """Something that is required was not filled in."""

    def __init__(self) -> None:
        super().__init__(_("Something is still missing. Please complete the form, then check and send."))


class EvidenceMissing(CannotApply):
    """A register must answer before this can be applied for, and did not."""

    def __init__(self, register: str) -> None:
        super().__init__(
            _(
                "This cannot be sent because the record needed was not found: %(register)s. "
                "Try again later, or apply at the counter."
            )
            % {"register": register}
        )


class Gone(CannotApply):
    """The draft was sent, deleted or has expired."""

    def __init__(self) -> None:
        super().__init__(_("This draft no longer exists. It was sent, deleted, or kept unused for 30 days."))
