"""News travels up: an app announces what happened and does not know who listens.

An announcement is a frozen dataclass from the app's `events.py`. Listeners stand in the `reactions.py`
of apps above. They run at once, in the announcer's transaction: what they write is there with the act
that caused it, or not at all. Anything slow belongs in a job.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

News = TypeVar("News")

_listeners: dict[type, list[Callable[..., None]]] = defaultdict(list)


def on(kind: type[News]) -> Callable[[Callable[[News], None]], Callable[[News], None]]:
    """Let the decorated function hear every announcement of this kind."""

    def register(listener: Callable[[News], None]) -> Callable[[News], None]:
        _listeners[kind].append(listener)
        return listener

    return register


def announce(news: object) -> None:
    """Tell every listener, in the order in which they registered; their errors are the act's errors."""
    for listener in _listeners[type(news)]:
        listener(news)
