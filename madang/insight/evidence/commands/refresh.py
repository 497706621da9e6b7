"""`madang log refresh`."""

import json
from argparse import ArgumentParser, Namespace

from madang.lib.commands import Command


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--whole", action="store_true", help="write the whole table anew, not only what changed"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _refresh(parsed: Namespace) -> int:
    from madang.insight.evidence import actions

    done = actions.refresh_live_log(whole=parsed.whole, by=None)
    if parsed.json:
        print(json.dumps(done.as_json()))
    elif done.cases:
        print(f"Cases written anew: {done.cases:,}, in {done.files:,} files.")
    else:
        print("Nothing has changed since the last refresh.")
    return 0


REFRESH = Command("bring the columns of live cases to what the events say", _arguments, _refresh)
