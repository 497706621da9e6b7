"""The guide's service of six stages: it is short, and it passes the check as it stands."""

import re
from pathlib import Path

from madang.work.services.checking import check

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "change" / "new-service.md"


def snippets() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def test_the_service_of_the_guide_is_short_and_sound(tmp_path: Path) -> None:
    service, examples = snippets()
    folder = tmp_path / "street-tree"
    folder.mkdir()
    (folder / "service.yaml").write_text(service, "utf-8")
    (folder / "examples.yaml").write_text(examples, "utf-8")
    checked = check(folder)
    assert [problem.sentence("en") for problem in checked.errors] == []
    assert checked.loaded.definition is not None
    assert len(checked.loaded.definition.stages) == 6
    assert len(service.splitlines()) < 80
    assert len(checked.cases.examples) == 1
