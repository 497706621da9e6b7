"""Redaction: what was taken out is nowhere in the new file, and the rest can still be read and selected."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from weasyprint import HTML

from madang.lib import redact
from madang.lib.extract import text_in
from madang.lib.redact import MARK, Find, Refused, StillThere, proving
from madang.lib.redact.stretches import Redacted, merged, without
from tests.lib.extract.test_read_documents import LINKED, ODF, SHEET, WORD, packed

SECRET = "900101-1234568"
FONTS = settings.FRONT_END / "krds-uiux" / "resources" / "fonts"


def redacted(content: bytes, name: str, find: Find) -> Redacted:
    return redact.redacted(content, name, find, fonts=FONTS)


def find(*words: str) -> Find:
    return lambda text: [
        (hit.start(), hit.end()) for word in words for hit in re.finditer(re.escape(word), text)
    ]


def everything_in(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "\n".join(
            [
                *archive.namelist(),
                *(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()),
            ]
        )


def docx() -> bytes:
    body = (
        '<w:p w:rsidR="00AB"><w:r><w:t>번호는 900101-</w:t></w:r>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>1234568 &amp; 끝</w:t></w:r></w:p>"
        '<w:p><w:del w:author="김하늘"><w:r><w:delText>지운 비밀</w:delText></w:r></w:del>'
        "<w:r><w:t>남는 글</w:t></w:r></w:p>"
        '<w:p><w:ins w:id="1" w:author="김하늘"><w:r><w:t>넣은 글</w:t></w:r></w:ins></w:p>'
    )
    return packed(
        {
            "[Content_Types].xml": '<Types><Override PartName="/word/comments.xml" ContentType="c"/></Types>',
            "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?>\r\n'
            f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            "word/comments.xml": f"<w:comments {WORD}><w:p><w:r><w:t>쪽지 {SECRET}</w:t></w:r></w:p></w:comments>",
            "word/_rels/document.xml.rels": '<Relationships><Relationship Id="r1" Target="comments.xml"/>'
            '<Relationship Id="r2" Target="mailto:haneul@example.org" TargetMode="External"/></Relationships>',
            "word/media/image1.png": "scan of a card",
            "docProps/core.xml": "<c><creator>김하늘</creator></c>",
        }
    )


def odt() -> bytes:
    content = (
        f"<office:document-content {ODF}><text:tracked-changes><text:p>지운 비밀</text:p></text:tracked-changes>"
        f"<text:p>번호는 <text:span>900101</text:span>-1234568 &amp; 끝</text:p><text:p>남는 글"
        "<office:annotation><dc:creator xmlns:dc='d'>김하늘</dc:creator>"
        "<text:p>쪽지</text:p></office:annotation></text:p>"
        "</office:document-content>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "meta.xml": "<m><creator>김하늘</creator></m>",
            "Thumbnails/thumbnail.png": "picture of the first page",
            "META-INF/manifest.xml": '<m><file-entry full-path="meta.xml"/></m>',
        }
    )


def hwpx() -> bytes:
    section = (
        '<s xmlns:h="urn:p"><h:p><h:run><h:t>첫<h:tab/>줄</h:t></h:run></h:p>'
        f"<h:p><h:run><h:t>번호는 {SECRET} &amp; 끝</h:t></h:run></h:p><h:p><h:run><h:t>남는 글</h:t></h:run></h:p></s>"
    )
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "Contents/section0.xml": section,
            "Contents/content.hpf": '<opf:p xmlns:opf="o"><opf:meta name="creator">김하늘</opf:meta></opf:p>',
            "Preview/PrvText.txt": f"번호는 {SECRET}",
            "META-INF/container.xml": '<c><rootfile full-path="Preview/PrvText.txt"/></c>',
        }
    )


def xlsx() -> bytes:
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {SHEET} {LINKED}><sheets><sheet name="보임" r:id="r1"/>'
        '<sheet name="숨김" state="veryHidden" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {SHEET}><si><t>번호는 {SECRET} &amp; 끝</t></si><si><t>남는 글</t></si></sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {SHEET}><cols><col min="3" max="3" hidden="1"/></cols><sheetData>'
        '<row><c r="A1" t="s"><v>0</v></c><c r="B1"><f>SUM(C1:C9)</f><v>12.5</v></c>'
        '<c r="C1" t="str"><v>가린 열 김하늘</v></c></row>'
        '<row hidden="1"><c r="A2" t="str"><v>가린 행 김하늘</v></c></row>'
        '<row><c r="A3" t="s"><v>1</v></c></row></sheetData></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet {SHEET}><row><c t="str"><v>지운 비밀</v></c></row></worksheet>',
        "xl/pivotCache/pivotCacheRecords1.xml": f'<r {SHEET}><s v="{SECRET}"/></r>',
        "docProps/core.xml": "<c><creator>김하늘</creator></c>",
    }
    return packed(files)


@pytest.mark.parametrize(
    ("make", "name"), [(docx, "글.docx"), (odt, "글.odt"), (hwpx, "글.hwpx"), (xlsx, "표.xlsx")]
)
def test_what_was_taken_out_is_nowhere_in_the_file(make: Callable[[], bytes], name: str) -> None:
    result = redacted(make(), name, find(SECRET))
    inside = everything_in(result.content)
    assert not [
        word
        for word in (SECRET, "900101", "김하늘", "지운 비밀", "쪽지", "haneul@", "card", "first page")
        if word in inside
    ]
    said = text_in(result.content, name).content
    assert f"번호는 {MARK} & 끝" in said
    assert "남는 글" in said
    assert text_in(make(), name).content.count(SECRET) >= 1


def test_a_file_keeps_what_nobody_asked_to_take_out() -> None:
    result = redacted(docx(), "글.docx", find("없는 말"))
    assert "넣은 글" in text_in(result.content, "글.docx").content
    assert "900101-" in everything_in(result.content)
    assert "comments.xml" not in everything_in(result.content)


def test_a_spreadsheet_keeps_its_numbers_but_not_their_formulas() -> None:
    inside = everything_in(redacted(xlsx(), "표.xlsx", find(SECRET)).content)
    assert "<v>12.5</v>" in inside
    assert "SUM" not in inside


def test_a_pdf_is_drawn_anew_with_the_rest_as_text() -> None:
    old = HTML(
        string=f"<meta name=author content=김하늘><title>김하늘</title><p>번호는 {SECRET}입니다.</p>"
        "<p style='break-before:page'>둘째 쪽</p>"
    ).write_pdf()
    result = redacted(old, "보고.pdf", find(SECRET))
    new = text_in(result.content, "보고.pdf")
    assert "번호는" in new.content
    assert "둘째 쪽" in new.content
    assert not re.search(r"900101|1234568|김하늘", new.content)
    assert b"900101" not in result.content
    assert [part.place for part in new.parts] == ["page 1", "page 2", "properties"]


def test_a_pdf_has_black_where_something_went() -> None:
    import pypdfium2 as pdfium

    old = HTML(
        string="<style>@page{size:200pt 100pt;margin:20pt}</style><p style='font:30pt sans-serif;margin:0'>WWWW</p>"
    ).write_pdf()
    page = pdfium.PdfDocument(redacted(old, "w.pdf", find("WWWW")).content)[0]
    picture = page.render(scale=1).to_pil().convert("L")
    dark = sum(value < 60 for value in picture.tobytes()) / (picture.width * picture.height)
    assert picture.size == (200, 100)
    assert dark > 0.15


def test_text_in_old_encoding_comes_out_in_utf8() -> None:
    result = redacted("성명,번호\r\n김하늘,900101-1234568\r\n".encode("cp949"), "표.csv", find(SECRET))
    assert result.content.decode() == f"성명,번호\r\n김하늘,{MARK}\r\n"


def test_a_result_in_which_a_passage_survives_is_not_handed_out() -> None:
    kept = Redacted(f"번호 {SECRET}".encode(), (SECRET,), kept="번호 ■■■")
    with pytest.raises(StillThere):
        proving.assert_gone(kept, "글.txt")


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused):
        redacted(b"%PDF-1.7 nothing", "broken.pdf", find("x"))
    with pytest.raises(Refused):
        redacted(
            packed({"[Content_Types].xml": "<T/>", "word/document.xml": "<!DOCTYPE a []><a/>"}),
            "e.docx",
            find("x"),
        )


@trying(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="ab가나&<> \t1", max_size=8), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), max_size=4),
)
def test_any_stretches_of_a_document_go_and_all_else_stays(
    runs: list[str], cuts: list[tuple[int, int]]
) -> None:
    from xml.sax.saxutils import escape

    text = "".join(runs).replace("\t", " ")
    body = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(run.replace(chr(9), " "))}</w:t></w:r>' for run in runs
    )
    made = packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {WORD}><w:p>{body}</w:p></w:document>",
        }
    )
    wanted = merged((start, min(start + size, len(text))) for start, size in cuts if start < len(text))
    result = redacted(made, "a.docx", lambda _text: wanted)
    with zipfile.ZipFile(BytesIO(result.content)) as archive:
        raw = archive.read("word/document.xml").decode()
    said = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", raw))
    assert said == escape(without(text, wanted))
