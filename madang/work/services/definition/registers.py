"""Registers that services may read instead of asking: what each holds, and what that is called."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from madang.flow.definition import Key, Ordered, Part, Text

FOLDER = Path(__file__).resolve().parents[3] / "definitions" / "registers"


class RegisterField(Part):
    """One thing that a register holds about somebody or something."""

    type: Literal["text", "number", "money", "date", "yes_no", "choice", "list"] = "text"
    label: Text
    example: str | int | bool | list[str]
    also: list[str] = []  # other names under which forms ask for it


class Register(Part):
    """A register of the state: who holds it, about whom, and which fields it answers with."""

    key: Key
    title: Text
    holder: Text
    about: list[Literal["person", "business", "place"]]
    fields_: Annotated[Ordered[RegisterField], Field(alias="fields")]


@cache
def registers() -> dict[str, Register]:
    """The registers that are known, by key."""
    files = sorted(FOLDER.glob("*.yaml"))
    found = [Register.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in files]
    return {register.key: register for register in found}
