"""Which files a question takes."""

from madang.work.services.definition import FormField

ANY_KIND = ("pdf", "jpg", "png", "webp", "heic", "docx", "xlsx", "hwp", "hwpx")
MOST_MEGABYTES = 10


def accepted_kinds(question: FormField | None) -> tuple[str, ...]:
    """The kinds of file that the question takes; a paper in place of a register may be any document."""
    return tuple(question.accept) if question and question.accept else ANY_KIND


def most_bytes(question: FormField | None) -> int:
    """The size of the largest file that the question takes."""
    return (question.max_mb if question and question.max_mb else MOST_MEGABYTES) * 1_000_000
