"""What anybody may take away of a claim: plain files, and the script that computes every number again from them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from madang.insight.claims import queries
from madang.insight.claims.models import Assessment, Claim

SCRIPT = Path(__file__).with_name("recomputing")
START = '''"""Compute every published number again: python recompute.py"""

from pathlib import Path

from recomputing.checking import main

raise SystemExit(main(Path(__file__).parent))
'''
MOMENT = (2026, 1, 1, 0, 0, 0)  # the same files make the same ZIP


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """The claim with its terms, published results, tables, ledger and history, without names of citizens."""
    events = queries.events_of(claim)
    return {
        "key": claim.key,
        "government": claim.government.code,
        "invented": claim.invented,
        "quoted": claim.shipped,
        "stage": claim.stage,
        "grade": claim.grade,
        "result": claim.standing,
        "felt": claim.felt,
        "registered_at": _moment(claim.registered_at),
        "as_registered": queries.as_registered(claim, events),
        "withdrawn_because": claim.withdrawn_because,
        "terms": claim.terms,
        "plan": claim.plan,
        "results": [result_as_json(each) for each in queries.assessments(claim, public_only=True)],
        "tables": [_table(data) for data in claim.data.order_by("number")],
        "benefits": [row.body for row, _line in queries.lines_of(claim)],
        "history": [
            {"type": event.type, "at": _moment(event.recorded_at), "hash": bytes(event.hash).hex()}
            for event in events
        ],
    }


def result_as_json(result: Assessment) -> dict[str, Any]:
    """A result with all that is needed to compute it again."""
    return {
        "number": result.number,
        "grade": result.grade,
        "result": result.standing,
        "engine": result.engine,
        "seed": result.seed,
        "data_hash": result.data_hash,
        "computed_at": _moment(result.computed_at),
        "published_at": _moment(result.published_at),
        "measures": result.verdicts,
        "felt": result.felt,
        "ledger": result.ledger,
    }


def _table(data: Any) -> dict[str, Any]:
    return {
        "number": data.number, "measure": data.measure, "kind": data.kind, "file": f"data/{data.number}.csv",
        "sha256": data.hash, "rows": data.rows, "treated": data.treated, "source": data.source, "query": data.query,
        "left_out": data.left_out,
    }  # fmt: skip


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def package(claim: Claim, result: Assessment) -> bytes:
    """The ZIP file: claim.json, result.json, the tables, the script, and how to use it."""
    files = {
        "README.txt": _readme(claim, result),
        "claim.json": _json(claim_as_json(claim)),
        "result.json": _json(result_as_json(result)),
        "recompute.py": START,
        **{f"recomputing/{file.name}": file.read_text("utf-8") for file in sorted(SCRIPT.glob("*.py"))},
        **{f"data/{data.number}.csv": data.content for data in claim.data.order_by("number")},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content.encode())
    return out.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _readme(claim: Claim, result: Assessment) -> str:
    invented = "These data are invented.\n이 자료는 지어낸 것입니다.\n\n" if claim.invented else ""
    return (
        f"{claim.title_en}\n{claim.title_ko}\n\n{invented}"
        f"Result {result.number}, grade {result.grade}, computed by {result.engine} with seed {result.seed}.\n\n"
        "Compute it again (Python 3.11 or later, and DuckDB: pip install duckdb):\n\n"
        "    python recompute.py\n\n"
        "다시 계산하기 (Python 3.11 이상, DuckDB 필요: pip install duckdb):\n\n"
        "    python recompute.py\n"
    )
