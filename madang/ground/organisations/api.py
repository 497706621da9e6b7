"""Organisations over the API: which governments there are."""

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate

from madang.ground.organisations import queries
from madang.ground.organisations.queries import Government

router = Router(tags=["organisations"])


class GovernmentOut(Schema):
    """A government; `invented` marks those of the fictional country."""

    code: str
    name_ko: str
    name_en: str
    kind: str
    parent: str | None = None
    invented: bool

    @staticmethod
    def resolve_parent(row: Government) -> str | None:
        return row.parent.code if row.parent else None


@router.get("/governments", response=list[GovernmentOut], auth=None)
@paginate
def governments(request: HttpRequest, kind: str = "", words: str = "") -> object:
    """The governments, of one kind or with these words in their names."""
    return queries.governments(kind, words).select_related("parent")
