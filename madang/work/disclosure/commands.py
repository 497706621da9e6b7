"""`madang disclosure classify` and `redact`: the class a document is proposed to have, and what is left of it."""

import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from madang.lib.commands import BadInput, Command
from madang.lib.extract import Refused, Text, text_of
from madang.lib.redact import Redacted, StillThere, redacted
from madang.work.disclosure.detectors import found_in
from madang.work.disclosure.rules import Proposal, propose


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a text, PDF, DOCX, ODT, HWPX, XLSX or CSV file")
    parser.add_argument("--json", action="store_true", help="answer for a program")


def _classify(arguments: Namespace) -> int:
    text = _read(arguments.file)
    proposal = propose(found_in(text.content))
    if arguments.json:
        print(json.dumps(as_json(proposal, text), ensure_ascii=False))
    else:
        print(told(proposal, text))
    return 0


def _read(file: Path) -> Text:
    try:
        return text_of(file)
    except Refused as refused:
        raise BadInput(f"{file.name}: {refused.sentence(get_language() or 'ko')}") from None
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None


def as_json(proposal: Proposal, text: Text) -> dict[str, object]:
    """The proposal as plain data; places count code points of the text that was read from the file."""
    return {
        "class": proposal.disclosure.value,
        "codes": proposal.codes,
        "confidence": round(proposal.confidence, 3),
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "kind": span.kind,
                "text": text.content[span.start : span.end],
                "confidence": round(span.sure, 3),
                "place": text.place_of(span.start),
            }
            for span in proposal.spans
        ],
    }


def told(proposal: Proposal, text: Text) -> str:
    """The proposal in lines for a reader."""
    lines = [
        f"{proposal.disclosure.value} {' '.join(proposal.codes)} ({proposal.confidence:.2f})".replace(
            "  ", " "
        )
    ]
    lines += [
        f"  {text.place_of(span.start)}: {span.kind}: {text.content[span.start : span.end]!r} ({span.sure:.2f})"
        for span in proposal.spans
    ]
    return "\n".join(lines)


def _redact_arguments(parser: ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("out", type=Path, help="the new file; must not exist yet")
    parser.add_argument(
        "--also", action="append", default=[], metavar="TEXT", help="take out this text as well"
    )
    parser.add_argument(
        "--keep", action="append", default=[], metavar="KIND", help="leave findings of this kind in"
    )


def _redact(arguments: Namespace) -> int:
    if arguments.out.exists():
        raise BadInput(f"{arguments.out} exists already; name a new file")
    done = _without(arguments.file, arguments.also, arguments.keep)
    try:
        with arguments.out.open("xb") as file:
            file.write(done.content)
    except OSError as error:
        raise BadInput(f"{arguments.out}: {error.strerror}") from None
    told = {"out": str(arguments.out), "redacted": len(done.gone), "left_out": list(done.left_out)}
    print(json.dumps(told, ensure_ascii=False) if arguments.json else _summed(told))
    return 0


def _without(file: Path, also: list[str], keep: list[str]) -> Redacted:
    def find(text: str) -> list[tuple[int, int]]:
        found = [(span.start, span.end) for span in propose(found_in(text)).spans if span.kind not in keep]
        named = [hit.span() for word in also if word for hit in re.finditer(re.escape(word), text)]
        return [*found, *named]

    fonts = settings.FRONT_END / "krds-uiux" / "resources" / "fonts"
    try:
        return redacted(file.read_bytes(), file.name, find, fonts=fonts)
    except Refused as refused:
        raise BadInput(f"{file.name}: {refused.sentence(get_language() or 'ko')}") from None
    except StillThere:
        raise BadInput(f"{file.name}: a passage would have stayed readable, so no file was written") from None
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None


def _summed(told: dict[str, object]) -> str:
    left_out = ", ".join(str(each) for each in told["left_out"]) if isinstance(told["left_out"], list) else ""
    return f"{told['out']}: {told['redacted']} passages taken out" + (
        f"; left out: {left_out}" if left_out else ""
    )


REDACT = Command("write a copy of a document without what may not become public", _redact_arguments, _redact)
CLASSIFY = Command("propose the disclosure class of a document, with its evidence", _arguments, _classify)
