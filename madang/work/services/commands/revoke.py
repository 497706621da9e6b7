"""`madang certificates revoke`: a head takes a document back from the command line."""

import argparse
import json

from madang.lib.commands import BadInput, Command


def _arguments(parser: argparse.ArgumentParser) -> None:
    from madang.work.services.certificates.rules import GROUNDS

    parser.add_argument("number", help="the number of the document, for example SAEBIT-26-7K3M9-Q2XTC")
    parser.add_argument("--ground", required=True, choices=GROUNDS, help="why, in a word")
    parser.add_argument("--because", required=True, metavar="TEXT", help="why, as the holder will read it")
    parser.add_argument(
        "--by",
        required=True,
        metavar="USERNAME",
        help="a head of the unit that decided; the log keeps the name",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _revoke(parsed: argparse.Namespace) -> int:
    from madang.ground.people.queries import Person
    from madang.work.services import actions
    from madang.work.services.certificates import queries

    certificate = queries.of_number(parsed.number)
    if certificate is None:
        raise BadInput(f"there is no document {parsed.number}")
    by = Person.objects.filter(username=parsed.by, is_active=True).first()
    if by is None:
        raise BadInput(f"there is no account {parsed.by}")
    try:
        revoked = actions.revoke_document(certificate, ground=parsed.ground, because=parsed.because, by=by)
    except actions.CannotApply as refused:
        raise BadInput(str(refused)) from None
    assert revoked.revoked_at is not None  # it was revoked just now or before
    answer = {
        "number": revoked.number,
        "revoked_at": revoked.revoked_at.isoformat(),
        "ground": revoked.revoked_because,
    }
    print(json.dumps(answer) if parsed.json else " · ".join(answer.values()))
    return 0


REVOKE = Command("revoke a document, so that whoever checks it is told", _arguments, _revoke)
