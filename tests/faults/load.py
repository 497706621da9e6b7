"""Citizens who apply without pause while the house burns; each knows what was acknowledged to it."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from typing import TypeVar
from uuid import UUID

from tests.faults.visitor import Trouble, Visitor

Answer = TypeVar("Answer")
SERVICE = "resident-certificate"
ANSWERS = {"purpose": "bank", "members_shown": "on", "copies": "1"}
RETRY_IN = 0.2


class Citizen(Thread):
    """Applies again and again; a step that brings no answer is tried again, as a person reloads a page."""

    def __init__(self, visitor: Visitor, stop: Event) -> None:
        super().__init__(daemon=True)
        self.visitor, self.stop = visitor, stop
        self.acknowledged: list[UUID] = []
        self.troubles: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set():
            draft = self.insist(lambda: self.visitor.begin(SERVICE))
            if draft is not None and self.insist(partial(self.visitor.fill_in, draft, ANSWERS)) is not None:
                case = self.insist(partial(self.visitor.send, draft))
                if case is not None:
                    self.acknowledged.append(case)

    def insist(self, step: Callable[[], Answer]) -> Answer | None:
        """Do the step until it succeeds; nothing if the load is stopped before."""
        while True:
            try:
                return step()
            except Trouble as trouble:
                self.troubles.append(str(trouble))
                if self.stop.is_set():
                    return None
                time.sleep(RETRY_IN)
