"""What cannot be counted, said so that a person can mend it."""


class CannotCount(ValueError):
    """A question to the clock that has no answer; the sentence says what is wrong and what to do."""

    def __init__(self, en: str, ko: str) -> None:
        super().__init__(en)
        self.en = en
        self.ko = ko

    def sentence(self, language: str) -> str:
        """The sentence in Korean (`ko`) or English."""
        return self.ko if language.startswith("ko") else self.en
