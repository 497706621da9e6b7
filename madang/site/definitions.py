"""`madang definitions check` over every kind of definition: services, and claims."""

import io
import json
from argparse import Namespace
from contextlib import redirect_stdout
from pathlib import Path

from madang.insight.claims.commands.check import CheckedClaims, check_claims, holds_claims
from madang.lib.commands import BadInput, Command
from madang.work.services import commands as services


def _check(parsed: Namespace) -> int:
    if parsed.path and holds_claims(Path(parsed.path)):
        if not Path(parsed.path).exists():
            raise BadInput(f"there is no file or folder '{parsed.path}'; name a claim's YAML or its folder.")
        return _say({}, check_claims(Path(parsed.path)), parsed)
    if parsed.path:
        return services.CHECK.run(parsed)
    if not parsed.json:
        status = services.CHECK.run(parsed)
        return max(status, _say({}, check_claims(), parsed))
    with redirect_stdout(io.StringIO()) as said:
        status = services.CHECK.run(parsed)
    return max(status, _say(json.loads(said.getvalue()), check_claims(), parsed))


def _say(told: dict[str, object], claims: CheckedClaims, parsed: Namespace) -> int:
    status = 1 if claims.problems else 0
    if parsed.json:
        valid = not claims.problems and bool(told.get("valid", True))
        whole = {**told, "valid": valid, "claims": claims.files, "claim_problems": claims.problems}
        print(json.dumps(whole, ensure_ascii=False, indent=2))  # noqa: T201  # a command speaks on standard output
        return status
    for problem in claims.problems:
        print(problem)  # noqa: T201  # the same
    told_in = {
        "ko": f"혁신 주장 {claims.files}개를 확인했습니다. 오류 {len(claims.problems)}개.",
        "en": f"Checked {claims.files} claim(s): {len(claims.problems)} error(s).",
    }
    print(told_in[parsed.language])  # noqa: T201  # the same
    return status


CHECK = Command(
    "check the definitions of services and claims, and run worked cases",
    services.CHECK.arguments,
    _check,
    needs_django=False,
)
