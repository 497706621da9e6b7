"""Every link of the documents leads somewhere, and every page can be found from the first."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import DOCS, ROOT, anchors, links, pages

every = pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))


def _target(page: Path, link: str) -> tuple[Path, str]:
    path, _, anchor = unquote(link).partition("#")
    return ((page.parent / path).resolve() if path else page), anchor


@every
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        target, anchor = _target(page, link)
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken, f"{page.relative_to(ROOT)} links to what is not there"


def test_every_page_is_reached_from_the_readme() -> None:
    reached = [ROOT / "README.md"]
    for page in reached:
        targets = (_target(page, link)[0] for link in links(page))
        reached += {target for target in targets if target.suffix == ".md"} - set(reached)
    lost = {str(page.relative_to(ROOT)) for page in pages()} - {
        str(page.relative_to(ROOT)) for page in reached
    }
    assert not lost, "link them from docs/README.md"


def test_every_file_beside_the_pages_is_linked() -> None:
    linked = {_target(page, link)[0] for page in pages() for link in links(page)}
    beside = {file for file in DOCS.rglob("*") if file.suffix not in {"", ".md", ".pyc"} and file.is_file()}
    assert beside <= linked


def test_every_decision_has_a_number_and_a_title_and_is_listed() -> None:
    folder = DOCS / "decisions"
    decisions = sorted(file for file in folder.glob("*.md") if file.name != "README.md")
    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    listed = (folder / "README.md").read_text("utf-8")
    for file in decisions:
        first = file.read_text("utf-8").splitlines()[0]
        assert first.startswith("# "), f"{file.name} has no title"
        assert f"[{first[2:]}]({file.name})" in listed, f"list {file.name} in docs/decisions/README.md"


def test_every_page_that_a_definition_names_is_there() -> None:
    for file in (ROOT / "madang" / "definitions").rglob("*.yaml"):
        named = {word.strip(".,;)") for word in file.read_text("utf-8").split() if word.startswith("docs/")}
        assert all((ROOT / name).is_file() for name in named), f"{file.name}: {named}"
