"""The schema of the YAML from which a country is founded, and the making of its invented names."""

import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from madang.lib.romanise import romanise

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "country"
BrmPath = Annotated[list[str], Field(min_length=4, max_length=4)]


class Part(BaseModel):
    """A part of the definition; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """The same in both languages."""

    ko: str
    en: str = ""


class Path4(Part):
    """Policy field, area, function and unit task (BRM), in both languages."""

    ko: BrmPath
    en: BrmPath


class NewPost(Part):
    """A post to be made, and who is to hold it."""

    title: Words
    roles: list[str]
    holder: str | None = None


class NewUnit(Part):
    """A unit to be made, with its posts and functions."""

    key: str
    name: Words
    kind: Literal["agency", "bureau", "division", "team"] = "division"
    parent: str | None = None
    mandate: Words = Words(ko="")
    posts: list[NewPost] = []
    functions: list[Path4] = []
    became: list[str] = []


class NewDelegation(Part):
    """A standing delegation between posts of a unit, found by their titles."""

    unit: str
    holder: Words
    delegate: Words
    role: str
    subjects: list[str] = []
    basis: Words


class NewPerson(Part):
    """An invented person of the country."""

    username: str
    name: str
    name_en: str
    identity: str | None = None
    language: Literal["ko", "en"] = "ko"


class Place(Part):
    """A government's code and name."""

    code: str
    name: Words


class Country(Part):
    """The fictional country: its featured city in full, the nation, and what every government has."""

    nation: Place
    province: Place
    city: Place
    since: date
    reorganised: date
    everywhere: NewUnit
    city_units: list[NewUnit]
    city_units_before: list[NewUnit]
    nation_units: list[NewUnit]
    delegations: list[NewDelegation]
    people: list[NewPerson]


class Names(Part):
    """From which syllables names are made, which are not to be used, and how many governments there are."""

    seed: int
    first: list[str]
    second: list[str]
    excluded: list[str]
    metropolises: int
    provinces: int
    cities: int
    districts: int
    counties: int
    counties_in_metropolises: int

    def invented(self, taken: set[str]) -> list[str]:
        """Names shuffled by the seed, without real places and those taken; no two alike in either script."""
        refused = set(self.excluded) | taken
        made = sorted({a + b for a in self.first for b in self.second if not b.startswith(a)} - refused)
        random.Random(self.seed).shuffle(made)  # noqa: S311  # names of towns are no secret
        by_latin = {romanise(name): name for name in made}
        return [name for latin, name in by_latin.items() if latin not in {romanise(t) for t in taken}]


@cache
def country() -> Country:
    """The fictional country as the file describes it."""
    return Country.model_validate(yaml.safe_load((FOLDER / "haneul.yaml").read_text()))


@cache
def names() -> Names:
    """The names of its places as the file describes them."""
    return Names.model_validate(yaml.safe_load((FOLDER / "names.yaml").read_text()))
