"""`madang log verify`: does the log still say what was written?"""

import argparse
import json
import sys
import time

from madang.lib.commands import Command

SHOWN = 20


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _verify(parsed: argparse.Namespace) -> int:
    from madang.ground.events import queries

    began = time.monotonic()
    breaks = [*queries.verify(), *queries.verify_checkpoints()]
    events = queries.Event.objects.count()
    checkpoints = queries.Checkpoint.objects.count()
    if parsed.json:
        found = [
            {"event": b.event, "stream": str(b.stream), "seq": b.seq, "problem": b.problem} for b in breaks
        ]
        json.dump(
            {"events": events, "checkpoints": checkpoints, "ok": not breaks, "breaks": found}, sys.stdout
        )
        print()
    else:
        for broken in breaks[:SHOWN]:
            print(f"event {broken.event} (stream {broken.stream}, {broken.seq}): {broken.problem}")
        if len(breaks) > SHOWN:
            print(f"and {len(breaks) - SHOWN} more")
        state = "holds" if not breaks else "DOES NOT HOLD"
        print(
            f"the log {state}: {events} events, {checkpoints} checkpoints, {time.monotonic() - began:.1f} s"
        )
    return 1 if breaks else 0


VERIFY = Command("check the hash chain of all events and the signed checkpoints", _arguments, _verify)
