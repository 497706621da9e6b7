"""Citizens who apply without pause while the house burns; each knows what was acknowledged to it."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from typing import TypeVar
from uuid import UUID

from madang.ground.people.models import Person
from madang.work.services.registers.actions import fill_demo_register
from tests import people
from tests.faults.visitor import Trouble, Visitor
from tests.work.services.offered import RESIDENTS

Answer = TypeVar("Answer")
SERVICE = "resident-certificate"
ANSWERS = {"purpose": "bank", "members_shown": "on", "copies": "1"}
RETRY_IN = 0.2
READS = 0.3  # seconds for which the confirmation is read


def citizens(number: int) -> list[Person]:
    """People whom the resident register knows as they are, so that they are served at once."""
    known = RESIDENTS["900101-2000001"]
    numbers = [f"900101-2{n:06d}" for n in range(100, 100 + number)]
    fill_demo_register("residents", {own: {**known, "name": f"시민{n}"} for n, own in enumerate(numbers)})
    return [
        people.person(f"citizen{n}", f"시민{n}", f"Citizen {n}", identity=own)
        for n, own in enumerate(numbers)
    ]


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
                    self.stop.wait(READS)

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
