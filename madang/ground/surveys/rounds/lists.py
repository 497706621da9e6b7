"""Lists of residents as an official uploads them: an address a row, and what is known of each for the weighting."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from madang.ground.surveys import answer_table
from madang.ground.surveys.events import Addressee
from madang.ground.surveys.rounds.rules import Margins
from madang.lib.commands import BadInput

ADDRESS = re.compile(r"e-?mail.*|mail|address|이메일.*|메일.*|전자우편.*", re.IGNORECASE)
LANGUAGE = re.compile(r"lang.*|언어", re.IGNORECASE)
MOST = 200_000


@dataclass
class Frame:
    """Whom a list names, each once; `twice` is how many rows named somebody again."""

    people: list[Addressee] = field(default_factory=list)
    twice: int = 0


def read(content: bytes, margins: Margins) -> Frame:
    """The people of a list; BadInput says in which line something cannot be used."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        table = answer_table.read(Path(file.name))
    if len(table.rows) > MOST:
        raise BadInput(_("The list has more than %(most)s rows.") % {"most": f"{MOST:,}"})
    places = {name.casefold(): place for place, name in enumerate(table.names)}
    mail = _place(table.names, ADDRESS)
    if mail is None:
        raise BadInput(_("The list has no column of mail addresses; call it email."))
    if missing := [name for name in margins if name.casefold() not in places]:
        said = {"column": missing[0]}
        raise BadInput(_("The margins name '%(column)s', but the list has no such column.") % said)
    language = _place(table.names, LANGUAGE)
    found: dict[str, Addressee] = {}
    for line, row in table.rows:
        address = row[mail].strip()
        _check_address(address, line)
        strata = {name: _category(row[places[name.casefold()]], name, margins, line) for name in margins}
        spoken = "en" if language is not None and row[language].strip().lower()[:2] == "en" else "ko"
        found.setdefault(address.casefold(), Addressee(address, None, spoken, strata))
    return Frame(list(found.values()), len(table.rows) - len(found))


def _place(names: list[str], pattern: re.Pattern[str]) -> int | None:
    return next((place for place, name in enumerate(names) if pattern.fullmatch(name.strip())), None)


def _check_address(address: str, line: int) -> None:
    try:
        validate_email(address)
    except ValidationError:
        said = {"line": line, "text": address[:60]}
        raise BadInput(_("Line %(line)d: '%(text)s' is no mail address.") % said) from None


def _category(cell: str, variable: str, margins: Margins, line: int) -> str:
    category = cell.strip()
    if category and category not in margins[variable]:
        said = {
            "line": line,
            "text": category[:40],
            "variable": variable,
            "known": ", ".join(margins[variable]),
        }
        raise BadInput(
            _("Line %(line)d: '%(text)s' is no category of %(variable)s; the margins know %(known)s.") % said
        )
    return category
