"""Checking files of claims: shape and meaning, with file and line and what to do."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from madang.insight.claims.definition import FOLDER, Terms


def problems_in(file: Path) -> list[str]:
    """What is wrong with a claim's file, each as a sentence with its place; nothing where it can be used."""
    try:
        read = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return [f"{file.name}: cannot be read ({error})."]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        return [f"{file.name}{line}: is not YAML; {getattr(error, 'problem', error)}."]
    if not isinstance(read, dict):
        return [f"{file.name}: a claim is a mapping that begins with key, title and what."]
    try:
        terms = Terms.model_validate(read)
    except ValidationError as error:
        told = error.errors()
        first = [
            each for each in told if each["type"] != "too_short"
        ] or told  # the rest only follows from them
        return [_said(file, each["loc"], each["msg"]) for each in first]
    return [f"{file.name}: {text}" for text in _meaning(file, terms)]


def _said(file: Path, place: tuple[int | str, ...], what: str) -> str:
    where = " › ".join(str(part) for part in place) or "claim"
    return f"{file.name}{_line(file, place)}: {where}: {what}."


def _line(file: Path, place: tuple[int | str, ...]) -> str:
    """The line of the deepest part of the place that the file has."""
    node = yaml.compose(file.read_text("utf-8"), Loader=yaml.SafeLoader)
    line = 1
    for part in place:
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
        if found is None:
            break
        node, line = found, found.start_mark.line + 1
    return f":{line}"


def _meaning(file: Path, terms: Terms) -> list[str]:
    """What no schema sees: a name other than the file's, a quoted claim without its words."""
    found = []
    if terms.key != file.stem:
        found.append(f"the key is {terms.key}; call the file {terms.key}.yaml, or change the key.")
    if terms.claimant and not terms.source.quote:
        found.append("a claim of another government needs source › quote: the words in which it was made.")
    if terms.claimant and not (terms.claimant.ko and terms.title.ko and terms.title.en):
        found.append("a shipped claim needs its texts in both languages.")
    return found


def files_in(path: Path | None) -> list[Path]:
    """The files of claims at a path; without one, those that are shipped."""
    folder = path or FOLDER
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder]
