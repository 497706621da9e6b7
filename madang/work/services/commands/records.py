"""`madang records bag | unbag | verify`: a case leaves as a package that anybody can check, and comes back."""

import json
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from madang.lib.commands import BadInput, Command

if TYPE_CHECKING:
    from madang.flow.queries import Case


def _bag_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("case", help="the number of a case, for example 2026-0000123")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the bag; must not exist yet")
    _json_argument(parser)


def _unbag_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of a bag")
    parser.add_argument(
        "--into", type=Path, metavar="DIR", help="write the files of the record into this new folder"
    )
    _json_argument(parser)


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="CASE|DIR", help="the number of a case, or the folder of a bag")
    _json_argument(parser)


def _json_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _bag(arguments: Namespace) -> int:
    from madang.ground.organisations.queries import today_in
    from madang.ground.records import actions as records
    from madang.work.services.bagging import package_of

    case = _case(arguments.case)
    package = package_of(case)
    if arguments.folder.exists():
        raise BadInput(f"{arguments.folder} exists already; name a new folder")
    aside = arguments.folder.with_name(f".{arguments.folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        records.write(package, aside, today_in(case.government))
        aside.rename(arguments.folder)
    except OSError as error:
        raise BadInput(f"{arguments.folder}: {error.strerror}") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    told = {"case": case.number, "bag": str(arguments.folder), "files": len(package.objects)}
    return _tell(arguments, {**told, "events": len(package.events)})


def _unbag(arguments: Namespace) -> int:
    from madang.ground.records.queries import Damaged, read

    try:
        package = read(arguments.folder)
    except Damaged as damaged:
        return _broken(arguments, damaged.problems)
    if arguments.into:
        if arguments.into.exists():
            raise BadInput(f"{arguments.into} exists already; name a new folder")
        shutil.copytree(arguments.folder / "data" / "objects", arguments.into)
    told = {
        "record": package.identifier,
        "organisation": package.organisation,
        "files": sorted(package.objects),
    }
    return _tell(arguments, {**told, "events": len(package.events), **package.about})


def _verify(arguments: Namespace) -> int:
    from madang.ground.records.queries import problems_in
    from madang.work.services.bagging import breaks_in

    folder = Path(arguments.what)
    problems = problems_in(folder) if folder.is_dir() else breaks_in(_case(arguments.what))
    return _broken(arguments, problems) if problems else _tell(arguments, {"sound": True, "problems": []})


def _case(number: str) -> "Case":
    from madang.flow.queries import Case

    found = Case.objects.select_related("government", "unit", "filed_under").filter(number=number).first()
    if found is None:
        raise BadInput(f"there is no case {number}")
    return found


def _broken(arguments: Namespace, problems: list[str]) -> int:
    _tell(arguments, {"sound": False, "problems": problems})
    return 1


def _tell(arguments: Namespace, answer: dict[str, object]) -> int:
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        for name, value in answer.items():
            print(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return 0


BAG = Command("write a case as a package of records (BagIt)", _bag_arguments, _bag)
UNBAG = Command("check a package of records and read it back", _unbag_arguments, _unbag)
VERIFY = Command("check the chain of a case, or a package of records", _verify_arguments, _verify)
