"""Why an act cannot be done, in a sentence for the person who tried."""

from uuid import UUID

from django.utils.translation import gettext as _

from madang.ground.organisations.queries import Government


class NotPossible(Exception):
    """The act is refused; the message says why and what can be done instead. Nothing was changed."""

    @classmethod
    def because_no_unit(cls, key: str, government: Government) -> "NotPossible":
        return cls(
            _("%(government)s has no unit “%(unit)s”. Ask the operator to add it to the organisation.")
            % {"government": government.name_ko, "unit": key}
        )


class Overtaken(NotPossible):
    """Somebody else changed the case after this person had read it."""

    def __init__(self, case: UUID, read: int, stands: int) -> None:
        super().__init__(
            _("Somebody else worked on this case in the meantime. Read what changed, then decide again.")
        )
        self.case, self.read, self.stands = case, read, stands
