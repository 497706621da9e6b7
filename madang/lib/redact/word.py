"""Written documents without passages: DOCX, ODT and HWPX, edited in place, and only what is known is kept."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from madang.lib.redact.editing import Manner, Piece, Sheet, read
from madang.lib.redact.stretches import MARK, Find, Redacted, merged, without

_BLANK = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f0300"
    "05fe02fea7d6059b0000000049454e44ae426082"
)
_MARKS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "line-break": "\n",
    "lineBreak": "\n",
    "noBreakHyphen": "-",
    "s": " ",
}
_TELLING = re.compile(
    rb"""\s(?:[\w.-]+:)?(?:author|initials|date|descr|title|creator|userId|providerId|alt|actionuser)=("[^"]*"|'[^']*')"""
)
_PROPERTIES = re.compile(
    rb"<opf:(?:meta|title|language)\b[^>]*?(?:/>|>.*?</opf:(?:meta|title|language)>)", re.S
)


def _untold(_name: str, tag: bytes) -> bytes | None:
    """A tag without what tells who wrote it, when, or what a picture shows."""
    new = _TELLING.sub(b"", tag)
    return new if new != tag else None


@dataclass(frozen=True)
class Format:
    """One kind of document: what of it is read, what is left out, what lists its files."""

    kind: str
    texts: re.Pattern[str]
    manner: Manner
    left_out: re.Pattern[str]
    pictures: re.Pattern[str]
    lists: re.Pattern[str]
    entry: re.Pattern[bytes]  # an entry of such a list, with the file it names


DOCX = Format(
    "docx",
    re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$"),
    Manner(
        frozenset({"p"}),
        frozenset({"t", "instrText"}),
        frozenset({
            "del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "rPrChange", "pPrChange",
            "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "delText", "object", "control",
        }),
        _MARKS,
        _untold,
    ),
    re.compile(
        r"docProps/|customXml/|word/(comments|people|embeddings/|activeX/|glossary/|settings\.xml|webSettings|printerSettings)|"
        r".*thumbnail|word/charts/|word/diagrams/"
    ),
    re.compile(r"word/media/"),
    re.compile(r"\[Content_Types\]\.xml$|.*\.rels$"),
    re.compile(rb"""<(?:\w+:)?(?:Relationship|Override)\b[^>]*?(?:Target|PartName)=["']([^"']*)["'][^>]*?/>"""),
)  # fmt: skip
ODT = Format(
    "odt",
    re.compile(r"(content|styles)\.xml$"),
    Manner(
        frozenset({"p", "h"}),
        None,
        frozenset(
            {
                "tracked-changes",
                "annotation",
                "annotation-end",
                "object",
                "object-ole",
                "creator",
                "desc",
                "title",
            }
        ),
        _MARKS,
        _untold,
    ),
    re.compile(
        r"meta\.xml|settings\.xml|Thumbnails/|Versions/|ObjectReplacements/|Object \d+|Configurations2/|layout-cache|"
        r".*manifest\.rdf"
    ),
    re.compile(r"Pictures/|media/"),
    re.compile(r"META-INF/manifest\.xml$"),
    re.compile(rb"""<(?:\w+:)?file-entry\b[^>]*?full-path=["']([^"']*)["'][^>]*?/>"""),
)
HWPX = Format(
    "hwpx",
    re.compile(r"Contents/section\d+\.xml$"),
    Manner(frozenset({"p"}), frozenset({"t"}), frozenset({"memo", "deleteBegin", "ole"}), _MARKS, _untold),
    re.compile(r"Preview/|settings\.xml|Scripts/|DocHistory/|.*\.rdf$|Contents/(history|masterHistory)"),
    re.compile(r"BinData/"),
    re.compile(r"META-INF/(container|manifest)\.xml$|Contents/content\.hpf$"),
    re.compile(
        rb"""<(?:\w+:)?(?:rootfile|item|file-entry)\b[^>]*?(?:full-path|href)=["']([^"']*)["'][^>]*?/>"""
    ),
)


def redact_docx(content: bytes, find: Find) -> Redacted:
    """A DOCX without the passages, comments, tracked changes, properties, pictures and embedded files."""
    return _redact(content, DOCX, find)


def redact_odt(content: bytes, find: Find) -> Redacted:
    """An ODT without the passages, comments, tracked changes, properties, pictures and embedded files."""
    return _redact(content, ODT, find)


def redact_hwpx(content: bytes, find: Find) -> Redacted:
    """A HWPX without the passages, memos, previews, properties, pictures and embedded files."""
    return _redact(content, HWPX, find)


def _redact(content: bytes, form: Format, find: Find) -> Redacted:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    left_out = [name for name in files if form.left_out.match(name)]
    sheets = {
        name: read(raw, form.manner, form.kind)
        for name, raw in files.items()
        if form.texts.match(name) and name not in left_out
    }
    gone, kept = _taken_out(list(sheets.values()), find)
    new = {
        name: _anew(name, raw, form, sheets, left_out, find)
        for name, raw in files.items()
        if name not in left_out
    }
    pictures = any(form.pictures.match(name) for name in new)
    told = sorted({name.split("/")[0] for name in left_out} | ({"pictures"} if pictures else set()))
    return Redacted(_packed(new), tuple(gone), tuple(told), kept)


def _anew(
    name: str, raw: bytes, form: Format, sheets: dict[str, Sheet], left_out: list[str], find: Find
) -> bytes:
    if name in sheets:
        return sheets[name].written()
    if form.pictures.match(name):
        return _BLANK
    if form.lists.match(name):
        return form.entry.sub(lambda entry: _listed(entry, left_out, find), _PROPERTIES.sub(b"", raw))
    return raw


def _listed(entry: re.Match[bytes], left_out: list[str], find: Find) -> bytes:
    """An entry of a list of files; gone where its file is, or where the address itself says what is to go."""
    target = entry[1].decode()
    outside = b"External" in entry[0]
    gone = any(name == target or name.endswith("/" + target.lstrip("./")) for name in left_out)
    if gone or target.lstrip("/") in left_out:
        return b""
    if outside and (target.startswith("mailto:") or find(target)):
        return entry[0].replace(entry[1], b"about:blank")
    return entry[0]


def _taken_out(sheets: list[Sheet], find: Find) -> tuple[list[str], str]:
    """Find in the text of all sheets together, and note in each sheet what is to be written instead."""
    places: list[tuple[int, Piece, Sheet]] = []
    parts: list[str] = []
    at = 0
    for sheet in sheets:
        for line in sheet.lines:
            for piece in line:
                places.append((at, piece, sheet))
                parts.append(piece.text)
                at += len(piece.text)
            parts.append("\n")
            at += 1
    text = "".join(parts)
    stretches = merged(find(text))
    _note(places, stretches)
    return [text[start:end] for start, end in stretches], without(text, stretches)


def _note(places: list[tuple[int, Piece, Sheet]], stretches: list[tuple[int, int]]) -> None:
    """The edits: each piece loses what a stretch covers of it; the first piece of a stretch bears the mark."""
    waiting, marked = 0, -1
    for at, piece, sheet in places:
        while waiting < len(stretches) and stretches[waiting][1] <= at:
            waiting += 1
        end, covered, cut = at + len(piece.text), waiting, []
        while covered < len(stretches) and stretches[covered][0] < end:
            start, stop = stretches[covered]
            cut.append((max(start, at) - at, min(stop, end) - at, MARK if covered > marked else ""))
            marked, covered = max(marked, covered), covered + 1
        if cut and piece.start < piece.end:
            sheet.edits.append((piece.start, piece.end, escape(_cut(piece.text, cut)).encode()))


def _cut(text: str, cut: list[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, mark in cut:
        pieces += [text[at:start], mark]
        at = end
    return "".join([*pieces, text[at:]])


def _packed(files: dict[str, bytes]) -> bytes:
    """The archive anew, with the kind of the document first and unpacked, as OpenDocument and HWPX ask."""
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: (name != "mimetype", name != "[Content_Types].xml")):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return into.getvalue()
