"""XML inside documents: read without entities, so that nothing is fetched and nothing swells."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, XMLParser

from madang.lib.uploads_refusals import damaged

_STEP = 1 << 20
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def opened(content: bytes) -> zipfile.ZipFile:
    """The document as an archive; it has been judged safe to unpack before."""
    return zipfile.ZipFile(BytesIO(content))


def root_of(archive: zipfile.ZipFile, name: str, kind: str) -> Element:
    """The root element of one file in the archive; `Refused` where it is no sound XML or declares entities."""
    parser = XMLParser()  # noqa: S314 -- what declares a type or an entity is refused before it is parsed
    try:
        with archive.open(name) as file:
            before = b""
            while block := file.read(_STEP):
                if _DECLARES.search(before[-16:] + block):
                    raise damaged(kind)
                parser.feed(block)
                before = block
        root = parser.close()
    except (ParseError, KeyError, zipfile.BadZipFile, EOFError, OSError):
        raise damaged(kind) from None
    assert isinstance(root, Element)
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace; empty where it is not there."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def all_named(element: Element, *names: str) -> Iterator[Element]:
    """The elements of these names under an element, in the order of the document."""
    return (each for each in element.iter() if local(each) in names)


def properties_in(archive: zipfile.ZipFile, kind: str, *names: str) -> str:
    """What a document's properties say of it: title, subject, who wrote it."""
    told = {"title", "subject", "description", "keywords", "creator", "lastModifiedBy", "initial-creator"}
    lines = [
        (each.text or "").strip()
        for name in names
        if name in archive.namelist()
        for each in root_of(archive, name, kind).iter()
        if local(each) in told
    ]
    return "\n".join(dict.fromkeys(line for line in lines if line))
