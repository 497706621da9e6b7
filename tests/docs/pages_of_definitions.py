"""The page of all words of a service definition, from the models that read them."""

import inspect
import re
from typing import Any

from pydantic import BaseModel

from madang.flow.definition import Part
from madang.work.services.definition import ServiceDefinition
from madang.work.services.examples.schema import Examples

Schema = dict[str, Any]
NOTE = re.compile(r"^    (\w+): [^#]*?(?:  # (.+))?$")
HEAD = """# The schema of definitions

`make docs` generates this page from the models that read `service.yaml` and `examples.yaml`. What the words mean
together, with examples, is told in [what can stand in a service definition](../use/definitions.md); what is checked
besides, too. Fields that are not named here are refused.
"""
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "object": "mapping",
}


def definition_page() -> str:
    """The whole page: the service, then each part, then the worked cases."""
    return (
        HEAD + "".join(_sections(ServiceDefinition)) + "".join(_sections(Examples, without=ServiceDefinition))
    )


def words() -> set[str]:
    """Every word that may stand in a service definition."""
    schema = ServiceDefinition.model_json_schema(by_alias=True)
    parts = [schema, *schema["$defs"].values()]
    return {word for part in parts for word in part.get("properties", {})}


def _sections(model: type[BaseModel], without: type[BaseModel] | None = None) -> list[str]:
    schema = model.model_json_schema(by_alias=True)
    there = without.model_json_schema(by_alias=True)["$defs"] if without else {}
    parts = {model.__name__: schema} | {n: s for n, s in schema["$defs"].items() if n not in there}
    known = {each.__name__: each for each in _models()}
    return [_section(name, part, known.get(name)) for name, part in parts.items()]


def _models() -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = [Part]
    for model in found:
        found += [child for child in model.__subclasses__() if child not in found]
    return found


def _section(name: str, schema: Schema, model: type[BaseModel] | None) -> str:
    notes = _notes(model) if model else {}
    needed = schema.get("required", [])
    rows = [
        f"| `{word}` | {_kind(field)} | {_default(word, field, needed)} | {notes.get(word, '')} |"
        for word, field in schema.get("properties", {}).items()
    ]
    said = " ".join(schema.get("description", "").split())
    head = "| Field | What it takes | Default | Meaning |\n|---|---|---|---|"
    return "\n".join([f"\n## {name}\n", f"{said}\n", head, *rows]) + "\n"


def _notes(model: type[BaseModel]) -> dict[str, str]:
    """What the comments beside or above the fields say, by the word of the file."""
    found, above = {}, ""
    for line in inspect.getsource(model).splitlines():
        match = NOTE.match(line)
        if match and match[1] in model.model_fields and (said := match[2] or above):
            field = model.model_fields[match[1]]
            found[field.alias or match[1]] = said.replace("|", "\\|")
        above = line.strip().removeprefix("# ") if line.startswith("    # ") else ""
    return found


def _default(word: str, field: Schema, needed: list[str]) -> str:
    if word in needed:
        return "needed"
    default = field.get("default")
    if default is None or default in ([], {}) or "$ref" in field:
        return ""
    if isinstance(default, list):
        return ", ".join(f"`{item}`" for item in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _kind(field: Schema) -> str:
    """What a field takes, in words."""
    if "$ref" in field:
        return _link(field["$ref"])
    if "anyOf" in field:
        return " or ".join(
            dict.fromkeys(_kind(each) for each in field["anyOf"] if each.get("type") != "null")
        )
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}" + _bounds(field, "minItems", "maxItems")
    for value in [field.get("additionalProperties"), *field.get("patternProperties", {}).values()]:
        if isinstance(value, dict):
            return f"mapping of names to {_kind(value)}"
    if "description" in field:
        return str(field["description"])
    if field.get("format") == "date-time":
        return "moment"
    return (
        KINDS.get(field.get("type", ""), "anything")
        + _bounds(field, "minimum", "maximum")
        + _bounds(field, "minLength", "maxLength")
    )


def _bounds(field: Schema, least: str, most: str) -> str:
    low, high = field.get(least), field.get(most)
    if low is None and high is None:
        return ""
    unit = {"minItems": "", "minLength": " signs", "minimum": ""}[least]
    if low == high:
        return f" ({low}{unit})"
    return f" (at least {low}{unit})" if high is None else f" ({'' if low is None else low} to {high}{unit})"


def _link(reference: str) -> str:
    name = reference.rpartition("/")[2]
    return f"[{name}](#{name.lower()})"
