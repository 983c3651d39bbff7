"""What may be attached is known by its content, and everything else is refused with a sentence that helps."""

import pytest

from hotline.core.attachments import LARGEST_FILE, AttachmentKind
from hotline.services.content.attachment_check import MOST_PARTS, UnfitFile, check_file
from tests.support.attached_files import CONTENT_TYPES, JPEG, docx, package, pdf, png, xlsx

GOOD = [
    ("年度报告.pdf", pdf(), AttachmentKind.PDF),
    ("申请表.docx", docx(), AttachmentKind.DOCX),
    ("统计.XLSX", xlsx(), AttachmentKind.XLSX),
    ("大厅.png", png(), AttachmentKind.PNG),
    ("大厅.jpeg", JPEG, AttachmentKind.JPEG),
    ("没有结尾", pdf(), AttachmentKind.PDF),
]
BAD = {
    "an empty file": ("空.pdf", b"", "是空的"),
    "a web page called a PDF": ("年报.pdf", b"<!doctype html><script>alert(1)</script>", "内容不是PDF、DOCX"),
    "a PDF called a document": ("年报.docx", pdf(), "内容是PDF，跟名字的结尾不一样"),
    "a PDF called a program": ("年报.exe", pdf(), "跟名字的结尾不一样"),
    "half a PDF": ("年报.pdf", pdf()[:40], "没有PDF的结尾"),
    "an archive": ("附件.zip", package({"a.txt": "x"}), "是压缩包"),
    "an archive called a document": ("附件.docx", package({"a.txt": "x", "[Content_Types].xml": "x"}), "是压缩包"),
    "a document and a workbook in one": ("a.docx", docx(**{"xl/workbook.xml": "x"}), "是压缩包"),
    "half a document": ("申请表.docx", docx()[:200], "打不开"),
    "a document with macros": ("申请表.docx", docx(**{"word/vbaProject.bin": b"x"}), "里有宏"),
    "a workbook whose macros have another name": (
        "表.xlsx",
        package({"[Content_Types].xml": CONTENT_TYPES + "<!-- sheet.macroEnabled.main+xml -->", "xl/workbook.xml": ""}),
        "里有宏",
    ),
    "a document of the old form": ("申请表.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "旧格式"),
    "a document with a thousand times its size in it": (
        "炸弹.docx",
        docx(**{f"word/media/{n}.bin": bytes(70 * 1024**2) for n in range(3)}),
        "解开以后太大",
    ),
    "a document with too many parts": ("a.docx", docx(**{f"p{n}": "" for n in range(MOST_PARTS)}), "解开以后太大"),
    "half a picture": ("大厅.png", png()[:30], "这张图片打不开"),
    "a picture that is none": ("大厅.jpg", b"\xff\xd8\xff" + b"x" * 90, "这张图片打不开"),
    "a picture of far too many pixels": ("大厅.png", png(9_000, 9_000), "9000×9000点"),
    "a picture that would fill the memory": ("大厅.png", png(60_000, 60_000), "打不开"),
    "a picture of another form": ("大厅.png", b"GIF89a" + bytes(60), "只能传这几种"),
    "a drawing that may hold a script": ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "只能传这几种"),
}


@pytest.fixture
def check(tmp_path):
    def check_bytes(name, content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return check_file(path, name, len(content))

    return check_bytes


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
def test_a_file_is_known_by_its_content(check, name, content, kind):
    assert check(name, content) is kind


@pytest.mark.parametrize("what", BAD)
def test_what_is_refused_is_named_with_the_reason(check, what):
    name, content, said = BAD[what]
    with pytest.raises(UnfitFile) as refused:
        check(name, content)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"“{name}”")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    with pytest.raises(UnfitFile, match="附件每个最大20兆"):
        check_file(tmp_path / "is not there", "年报.pdf", LARGEST_FILE + 1)
