"""What the tests of the documents share: the pages, their links, their blocks and their commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Block:
    """A block of code on a page: its language ("indented" without a fence), its text and its line."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def pages() -> list[Path]:
    """All pages: those at the top of the repository and all below docs."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def split(page: Path) -> tuple[str, list[Block]]:
    """The page's prose, and its blocks of code in order."""
    prose: list[str] = []
    blocks: list[Block] = []
    lines = page.read_text("utf-8").splitlines()
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("```"):
            end = next(n for n in range(number + 1, len(lines)) if lines[n].startswith("```"))
            text = "\n".join(lines[number + 1 : end])
            blocks.append(Block(page, number + 1, line[3:].strip(), text))
            number = end
        elif line.startswith("    ") and not (number and lines[number - 1].strip()):
            end = next((n for n in range(number, len(lines)) if not _indented(lines[n])), len(lines))
            text = "\n".join(each[4:] for each in lines[number:end]).rstrip()
            blocks.append(Block(page, number + 1, "indented", text))
            number = end - 1
        else:
            prose.append(line)
        number += 1
    return "\n".join(prose), blocks


def _indented(line: str) -> bool:
    return line.startswith("    ") or not line.strip()


def blocks(*languages: str) -> list[Block]:
    """The blocks of all pages in these languages."""
    return [block for page in pages() for block in split(page)[1] if block.language in languages]


def links(page: Path) -> list[str]:
    """The relative links of a page, with their anchors."""
    return [link for link in LINK.findall(split(page)[0]) if "://" not in link]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made where the page is shown."""
    titles = re.findall(r"^#+ (.+)$", split(page)[0], re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-") for title in titles}


def commands(text: str) -> Iterator[str]:
    """The lines of a block that are typed: after `$`, where the block has any; joined where they go on."""
    lines = text.replace("\\\n", " ").splitlines()
    typed = [line[2:] for line in lines if line.startswith("$ ")]
    yield from typed or (line.strip() for line in lines)


def inline(page: Path) -> list[str]:
    """What stands in backticks in the prose of a page."""
    return INLINE.findall(split(page)[0])
