"""Write each year's public holidays down, once: `python -m madang.ground.law.freeze [FIRST LAST]`.

Holidays are looked up in the package `holidays` here and nowhere else: a due date must not change because a
package was updated. Days that were decreed later stand in decreed.yaml and are left out of the years.
"""

import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

import yaml

from madang.ground.law import definition

COUNTRIES = {"kr": ("KR", "ko", "en_US")}


def freeze(name: str, first: int, last: int, folder: Path) -> None:
    """Write the calendar's years from first to last into the folder, each in its own file."""
    import holidays

    country, own, english = COUNTRIES[name]
    decreed = {entry.day for entry in definition.read(folder / "decreed.yaml", list[definition.DecreedDay])}
    for year in range(first, last + 1):
        ko = holidays.country_holidays(country, years=year, language=own)
        en = holidays.country_holidays(country, years=year, language=english)
        days = {day: {"ko": ko[day], "en": en[day]} for day in sorted(ko) if day not in decreed}
        (folder / f"{year}.yaml").write_text(_written(year, days), "utf-8")


def _written(year: int, days: dict[date, dict[str, str]]) -> str:
    head = f"year: {year}\nsource: holidays {version('holidays')} (MIT), category public\ndays:\n"
    return head + "".join(f"  {day}: {_flow(text)}" for day, text in days.items())


def _flow(text: dict[str, str]) -> str:
    return yaml.safe_dump(text, allow_unicode=True, default_flow_style=True, sort_keys=False, width=999)


def main(arguments: Sequence[str]) -> None:
    first, last = (int(arguments[0]), int(arguments[1])) if len(arguments) == 2 else (2004, 2035)
    freeze("kr", first, last, definition.FOLDER / "calendars" / "kr")


if __name__ == "__main__":
    main(sys.argv[1:])
