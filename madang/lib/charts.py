"""Charts declared in Altair and drawn as SVG on the server: one style, kept on disk once drawn."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

STYLE = 3  # raised when the drawing changes, so that kept pictures are drawn anew
INK, LINE, BAR, SOFT, BAND = "#1e2124", "#cdd1d5", "#256ef4", "#8a949e", "#b1cefb"
FONT = "Pretendard GOV, Malgun Gothic, sans-serif"


def svg(chart: Any) -> str:
    """The chart as SVG in the house's style, its marks without names."""
    return silent(named_svg(chart))


def named_svg(chart: Any) -> str:
    """The chart as SVG in the house's style, its marks named as the chart names them."""
    import vl_convert

    styled = (
        chart.configure(font=FONT, background="#ffffff")
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelColor=INK, titleColor=INK,
            gridColor="#e6e8ea", domainColor=LINE, tickColor=LINE,
        )
        .configure_view(stroke=None)
        .configure_text(fontSize=12)
    )  # fmt: skip
    return str(vl_convert.vegalite_to_svg(styled.to_dict()))


def silent(picture: str) -> str:
    """The picture without names and roles on its marks: the figure has a name, and its numbers stand in the table."""
    return re.sub(r' (role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")', "", picture)


def kept(folder: Path, key: str, draw: Callable[[], str]) -> str:
    """The picture under this key; drawn once, then read from the folder. The key names all that is drawn."""
    file = folder / f"{hashlib.sha256(f'{STYLE}/{key}'.encode()).hexdigest()}.svg"
    if file.exists():
        return file.read_text(encoding="utf-8")
    picture = draw()
    folder.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{uuid4().hex}.new")
    new.write_text(picture, encoding="utf-8")
    new.rename(file)
    return picture
