"""Fields that take an answer as people write it and keep it in one form: texts, telephones, amounts, places."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LONGEST_PLACE = 200


def clean_text(value: object) -> str:
    """Text as it is kept: one form of each letter, no control characters but line breaks, no blanks around."""
    text = unicodedata.normalize("NFC", str(value or "")).replace("\r\n", "\n")
    return "".join(
        letter for letter in text if letter == "\n" or letter == "\t" or letter.isprintable()
    ).strip()


class TextField(forms.CharField):
    """A text, cleaned before its length is counted."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value))


class PhoneField(TextField):
    """A telephone number, kept as 010-1234-5678 or +82 2 1234 5678 without the blanks."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value))
        if not text:
            return ""
        digits = re.sub(r"[\s().\-–]", "", text)
        if not re.fullmatch(r"\+?[0-9]{8,15}", digits):
            raise ValidationError(
                _(
                    "Please write the telephone number in digits, for example 010-1234-5678 or +82-2-1234-5678."
                ),
                code="invalid",
            )
        return _hyphenated(digits)


def _hyphenated(digits: str) -> str:
    found = re.fullmatch(r"(02|0\d{2})(\d{3,4})(\d{4})", digits) or re.fullmatch(r"(1\d{3})(\d{4})", digits)
    return "-".join(found.groups()) if found else digits


class EmailField(forms.EmailField):
    """A mail address, its domain in small letters."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", str(super().to_python(value) or "")).strip()
        name, at, domain = text.rpartition("@")
        return f"{name}{at}{domain.lower()}"


class AmountField(forms.DecimalField):
    """A number as people write it: 1,000 or 1,000원."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[,\s원₩]", "", unicodedata.normalize("NFKC", value))
        return super().to_python(value)


class PlaceInput(forms.TextInput):
    """An address, with the latitude and longitude beside it where the browser knows them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return {part: data.get(key, "") for part, key in _place_keys(name)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        held = value if isinstance(value, Mapping) else {"address": value or ""}
        address = super().render(name, held.get("address", ""), {**(attrs or {}), "data-place": ""}, renderer)
        point = [
            forms.HiddenInput().render(key, held.get(part) or "", {"id": f"id_{key}"}, renderer)
            for part, key in _place_keys(name)[1:]
        ]
        return format_html("{}{}{}", address, *point)


def _place_keys(name: str) -> list[tuple[str, str]]:
    return [("address", name), ("lat", f"{name}__lat"), ("lon", f"{name}__lon")]


class PlaceField(forms.Field):
    """A place: an address in words, and where it lies if that is known."""

    widget = PlaceInput

    def to_python(self, value: Any) -> dict[str, Any] | None:
        held = value if isinstance(value, Mapping) else {"address": value}
        address = clean_text(held.get("address"))
        if not address:
            return None
        if len(address) > LONGEST_PLACE:
            raise ValidationError(
                _("Please write the place in at most %(most)s characters.") % {"most": LONGEST_PLACE}
            )
        lat, lon = _degrees(held.get("lat"), 90), _degrees(held.get("lon"), 180)
        return {
            "address": address,
            **({"lat": lat, "lon": lon} if lat is not None and lon is not None else {}),
        }


def _degrees(value: Any, most: float) -> float | None:
    try:
        degrees = round(float(value), 6)
    except (TypeError, ValueError):
        return None
    return degrees if abs(degrees) <= most else None
