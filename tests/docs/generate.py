"""Write the pages that are made from the code: `make docs`."""

from collections.abc import Callable
from pathlib import Path

from madang.ground.law import law_map
from tests.docs.house_tables import house_page
from tests.docs.pages import DOCS
from tests.docs.pages_of_commands import commands_page
from tests.docs.pages_of_definitions import definition_page

GENERATED: dict[Path, Callable[[], str]] = {
    law_map.TARGET: law_map.law_map,
    DOCS / "use" / "commands.md": commands_page,
    DOCS / "change" / "definition-schema.md": definition_page,
    DOCS / "change" / "house.md": house_page,
}


def main() -> None:
    """Write each page anew."""
    for file, page in GENERATED.items():
        file.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
