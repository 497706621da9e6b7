"""What every app of Madang does when Django starts: it begins to listen for the news it reacts to."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class App(AppConfig):
    """An app whose `reactions.py`, if it has one, is imported at start."""

    default_auto_field = "django.db.models.BigAutoField"
    default = False  # Django finds this class in every `apps.py` too, and would then choose neither

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        if find_spec(f"{self.name}.reactions"):
            import_module(f"{self.name}.reactions")
