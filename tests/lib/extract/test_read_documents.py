"""Reading documents of every kind, also what a reader does not see at first."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from weasyprint import HTML

from madang.lib.extract import Refused, text_in, text_of

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
ODF = 'xmlns:office="urn:o" xmlns:text="urn:t"'


def packed(files: dict[str, str]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def word(body: str, **more: str) -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            **{name.replace("__", "/") + ".xml": content for name, content in more.items()},
        }
    )


def test_a_word_document_with_what_was_deleted_and_commented() -> None:
    text = text_in(
        word(
            "<w:p><w:r><w:t>첫째</w:t><w:tab/><w:t>줄</w:t></w:r></w:p>"
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>칸</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            "<w:p><w:del><w:r><w:delText>지운 말</w:delText></w:r></w:del></w:p>",
            word__comments=f"<w:comments {WORD}><w:p><w:r><w:t>덧붙임</w:t></w:r></w:p></w:comments>",
            docProps__core="<c><creator>김하늘</creator></c>",
        ),
        "보고.docx",
    )
    assert text.content == "첫째\t줄\n칸\n\n덧붙임\n\n지운 말\n\n김하늘"
    assert [part.place for part in text.parts] == ["text", "comments", "deleted", "properties"]
    assert text.place_of(text.content.index("지운")) == "deleted"


def test_an_open_document_with_spaces_and_notes() -> None:
    content = (
        f'<office:document-content {ODF}><text:p>하나<text:s text:c="2"/>둘<text:span>셋</text:span>넷</text:p>'
        "<office:annotation><text:p>쪽지</text:p></office:annotation></office:document-content>"
    )
    text = text_in(
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), "글.odt"
    )
    assert text.content == "하나  둘셋넷\n\n쪽지"


def test_a_hwpx_document_in_the_order_of_its_sections() -> None:
    section = '<s xmlns:h="urn:p"><h:p><h:run><h:t>{}<h:lineBreak/>뒤</h:t></h:run></h:p></s>'
    files = {"mimetype": "application/hwp+zip"}
    files |= {f"Contents/section{number}.xml": section.format(number) for number in (10, 2, 0)}
    assert text_in(packed(files), "글.hwpx").content == "0\n뒤\n\n2\n뒤\n\n10\n뒤"


def test_a_spreadsheet_with_a_hidden_sheet_and_what_a_pivot_table_remembers() -> None:
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {SHEET} {LINKED}><sheets><sheet name="보임" r:id="r1"/>'
        '<sheet name="숨김" state="hidden" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {SHEET}><si><t>이름</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}><row>"
        '<c t="s"><v>0</v></c><c><v>9.001011234568E12</v></c></row></worksheet>',
        "xl/worksheets/sheet2.xml": f"<worksheet {SHEET}><row>"
        '<c t="inlineStr"><is><t>비밀</t></is></c></row></worksheet>',
        "xl/pivotCache/pivotCacheRecords1.xml": f'<r {SHEET}><s v="옛 값"/></r>',
    }
    text = text_in(packed(files), "표.xlsx")
    assert text.content == "이름\t9001011234568\n\n비밀\n\n옛 값"
    assert [part.place for part in text.parts] == ["sheet 보임", "sheet 숨김 (hidden)", "remembered"]


def test_a_pdf_page_by_page(tmp_path: Path) -> None:
    file = tmp_path / "보고.pdf"
    HTML(string="<title>제목</title><p>첫 쪽</p><p style='break-before: page'>둘째 쪽</p>").write_pdf(file)
    text = text_of(file)
    assert [part.place for part in text.parts] == ["page 1", "page 2", "properties"]
    assert text.content.index("첫 쪽") < text.content.index("둘째 쪽")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_plain_text_in_the_encodings_of_offices(encoding: str) -> None:
    assert text_in("가나다\r\n라".encode(encoding), "글.txt").content == "가나다\n라"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b"%PDF-1.7 nothing", "broken.pdf"),
        (word("<w:p>"), "broken.docx"),
        (word("<w:p></w:q>"), "torn.docx"),
        (
            packed(
                {
                    "mimetype": "application/hwp+zip",
                    "Contents/section0.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                }
            ),
            "e.hwpx",
        ),
        (packed({"readme.txt": "x"}), "some.zip"),
        (b"\x00\x01\x02\x03", "what.bin"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        text_in(content, name)
    assert [said[-1] for said in (refusal.value.ko, refusal.value.en)] == [".", "."]
