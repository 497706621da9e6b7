"""Why something cannot be done with a claim, in a sentence."""


class NotPossible(Exception):
    """The act cannot be done; the message is a sentence that says why and what to do."""


class Unacceptable(NotPossible):
    """What was given cannot be used; `field` names the field of the form."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
