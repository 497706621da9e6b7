"""The pages that are made from the code are as they would be made now, and say all that there is."""

from pathlib import Path

import pytest

from madang.site import cli
from tests.docs.generate import GENERATED
from tests.docs.pages import DOCS, ROOT, pages
from tests.docs.pages_of_commands import arguments_of, parser_of
from tests.docs.pages_of_definitions import words

every = pytest.mark.parametrize("name", list(cli.COMMANDS))


@pytest.mark.parametrize("file", list(GENERATED), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_committed_page_is_what_would_be_written_now(file: Path) -> None:
    assert file.read_text("utf-8") == GENERATED[file](), "run: make docs"


@every
def test_every_command_and_every_option_has_help(name: str) -> None:
    assert cli.load(name).help
    silent = [action.dest for action in arguments_of(parser_of(name)) if not action.help]
    assert not silent


@every
def test_every_command_is_told_of_by_somebody(name: str) -> None:
    """The generated page lists all; besides, a page that a person wrote must say when one needs it."""
    written = [page for page in pages() if page not in GENERATED]
    assert any(f"madang {name}" in page.read_text("utf-8") for page in written), (
        f"no page names madang {name}"
    )


def test_every_word_of_a_definition_is_explained_in_the_guide() -> None:
    guide = (DOCS / "use" / "definitions.md").read_text("utf-8")
    unsaid = {word for word in words() if f"`{word}`" not in guide and f"{word}:" not in guide}
    assert not unsaid, f"docs/use/definitions.md does not explain {sorted(unsaid)}"
