"""The first page is short, and what it counts is so."""

import re
import subprocess

from madang.ground.organisations.definition import names
from tests.docs.pages import ROOT, links, split

PAGE = ROOT / "README.md"
# Words and places that belong to whoever builds, not to what is built.
FOREIGN = re.compile(
    r"(?<![\w.*])/(?:work|root|tmp|home)/|\b(?:anthropic|claude|chatgpt|gpt-\d|llms?|language model|"
    r"ai agents?|agent sessions?|copilot)\b",
    re.IGNORECASE,
)
HERE = "tests/docs/test_readme.py"  # names the words themselves


def test_it_is_short_with_one_picture_and_two_commands() -> None:
    _, blocks = split(PAGE)
    assert len(PAGE.read_text("utf-8").splitlines()) < 120
    assert len([block for block in blocks if block.language == "mermaid"]) == 1
    assert [line.split()[:2] for line in blocks[0].text.splitlines()] == [["make", "demo"], ["make", "test"]]
    assert "](" not in "".join(re.findall(r"!\[", PAGE.read_text("utf-8")))


def test_it_counts_the_governments_rightly() -> None:
    found = re.search(r"(\d+) provinces and metropolises and\n?\s*(\d+) cities", PAGE.read_text("utf-8"))
    assert found
    there = names()
    assert int(found[1]) == there.provinces + there.metropolises
    assert int(found[2]) == there.cities + there.counties + there.districts


def test_it_leads_to_each_part_of_the_documents() -> None:
    assert {"docs/start.md", "docs/README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md"} <= {
        link.partition("#")[0] for link in links(PAGE)
    }


def test_no_file_tells_of_a_machine_or_of_who_wrote_it() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    wrong = []
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if name == HERE or not file.is_file():
            continue
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        wrong += [f"{name}: {found[0]}" for found in FOREIGN.finditer(text)]
    assert not wrong
