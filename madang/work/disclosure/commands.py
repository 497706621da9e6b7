"""`madang disclosure classify`: the class a document is proposed to have, with its evidence."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import get_language

from madang.lib.commands import BadInput, Command
from madang.lib.extract import Refused, Text, text_of
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


CLASSIFY = Command("Propose the disclosure class of a document, with its evidence.", _arguments, _classify)
