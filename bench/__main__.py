"""`make bench`: measure side by side and print what was found; every ratio comes from this one run."""

import importlib
import os
import platform
import sys
import time

PARTS = {
    "engine": "durable acts against SpiffWorkflow 3",
    "inbox": "the inbox with a million open cases",
    "import_events": "reading a million events",
    "measures": "full statistics of a million events against pm4py",
    "xes_import": "reading XES against pm4py",
    "ten_million": "ten million events in the memory of one",
    "submissions": "applications sent by 32 clients at once",
    "recompute_due_dates": "a million due dates after a decreed holiday",
    "move_due_dates": "a decreed holiday moves the due dates in rows, inboxes and letters",
    "simulate": "simulated cases against Prosimos",
    "verify_log": "one flipped bit among a million events",
}


def main() -> int:
    """Run the parts named on the command line, or all."""
    os.environ.setdefault("MADANG_DATA", os.path.abspath(".data/bench"))
    os.environ.setdefault("MADANG_LIMITS", "0")  # one address sends for hundreds of people
    chosen = sys.argv[1:] or list(PARTS)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in chosen:
        print(f"\n{PARTS[name]}", flush=True)
        began = time.monotonic()
        for line in importlib.import_module(f"bench.{name}").run():
            print(f"  {line}", flush=True)
        print(f"  ({time.monotonic() - began:.0f} s in all)", flush=True)
    return 0


raise SystemExit(main())
