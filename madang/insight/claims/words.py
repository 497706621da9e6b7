"""What the proof of a change says in sentences: why a design was taken, and what weakens it."""

from typing import TYPE_CHECKING

from django.utils.translation import override

if TYPE_CHECKING:
    from madang.insight.claims.verdict import Remark


def sentence(remark: "Remark", language: str) -> str:
    """The remark in "ko" or "en"; a code without a sentence is shown as it stands."""
    with override(language):
        return remark.code
