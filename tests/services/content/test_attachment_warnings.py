"""Staff are told what is in a file that they may not mean to publish."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image

from hotline.core.attachments import AttachmentKind
from hotline.services.content.attachment_warnings import list_warnings
from tests.support.attached_files import SHEET, WORD, docx, pdf, png, xlsx

PERSONS = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>王芳</dc:creator><dc:title>表</dc:title>'
    "<cp:lastModifiedBy>李强</cp:lastModifiedBy></cp:coreProperties>"
)


@pytest.fixture
def warn(tmp_path):
    def of(content, kind):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return list_warnings(path, kind)

    return of


def workbook(change):
    """A workbook of the library that reads and writes them, with two sheets and what ``change`` does to it."""
    book = Workbook()
    book.properties.creator = None
    book.active.title = "公开"
    book.active.append(["姓名", "身份证号"])
    book.create_sheet("名单")
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def hide_row(book):
    book["公开"].row_dimensions[1].hidden = True


def hide_column(book):
    book["公开"].column_dimensions["B"].hidden = True


def hide_sheet(book):
    book["名单"].sheet_state = "veryHidden"


def comment(book):
    book["公开"]["A1"].comment = Comment("要核对", "王芳")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hide_row, "有隐藏的行。"),
        (hide_column, "有隐藏的列。"),
        (hide_sheet, "有隐藏的工作表：名单。"),
        (comment, "有批注。"),
    ],
)
def test_a_workbook_with_something_hidden_is_pointed_out(warn, change, said):
    warnings = warn(workbook(change), AttachmentKind.XLSX)
    assert [one for one in warnings if one.startswith(said)], warnings
    assert len(warnings) == 1


def test_a_plain_workbook_and_a_plain_document_have_nothing_to_look_at(warn):
    assert warn(workbook(lambda book: None), AttachmentKind.XLSX) == ()
    assert warn(docx(), AttachmentKind.DOCX) == ()
    assert warn(pdf(), AttachmentKind.PDF) == ()
    assert warn(png(), AttachmentKind.PNG) == ()


def test_comments_tracked_changes_and_hidden_words_of_a_document_are_pointed_out(warn):
    body = "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:p><w:rPr><w:vanish/></w:rPr></w:p>"
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    comments = f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0"/></w:comments>'
    found = warn(docx(document, **{"word/comments.xml": comments}), AttachmentKind.DOCX)
    assert [one[:5] for one in found] == ["有批注。请", "有修订痕迹", "有隐藏的文"]
    none = f'<w:comments xmlns:w="{WORD}"/>'
    assert warn(docx(**{"word/comments.xml": none}), AttachmentKind.DOCX) == ()


@pytest.mark.parametrize(("make", "kind"), [(docx, AttachmentKind.DOCX), (xlsx, AttachmentKind.XLSX)])
def test_the_names_in_a_documents_properties_are_told(warn, make, kind):
    found = warn(make(**{"docProps/core.xml": PERSONS}), kind)
    assert found == ("文件属性里写着作者：王芳。", "文件属性里写着最后修改的人：李强。")


@pytest.mark.parametrize(
    "written", [b"(\xfe\xff\x73\x8b\x82\xb3)", b"<FEFF738B82B3>", "(王芳)".encode(), b"(\\376\\377s\\213\\202\\263)"]
)
def test_the_author_of_a_pdf_is_told_in_every_form_of_writing(warn, written):
    content = pdf(author="X").replace(b"(X)", written)
    assert warn(content, AttachmentKind.PDF) == ("文件属性里写着作者：王芳。",)


def test_a_pdf_with_a_password_or_a_program_is_pointed_out(warn):
    found = warn(pdf() + b"/Encrypt 1 0 R /S /JavaScript", AttachmentKind.PDF)
    assert ["加了密码" in found[0], "自己运行" in found[1]] == [True, True]


def test_a_picture_that_tells_where_it_was_taken_is_pointed_out(warn):
    picture, told = Image.new("RGB", (8, 8)), Image.Exif()
    told.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=told)
    assert warn(written.getvalue(), AttachmentKind.JPEG) == ("图片里记着拍摄的地点（GPS），下载的人看得到。",)


@pytest.mark.parametrize(
    "workbook_part",
    [
        "<workbook",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>',
        f'<workbook xmlns="{SHEET}">\x00</workbook>',
    ],
)
def test_a_part_that_cannot_be_read_is_told_and_does_no_harm(warn, workbook_part):
    (found,) = warn(xlsx(workbook_part), AttachmentKind.XLSX)
    assert "请自己打开看一看" in found
