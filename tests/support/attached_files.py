"""Files to attach, good and bad, each made from nothing."""

import io
import struct
import zipfile
import zlib

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>年度报告</w:t></w:r></w:p></w:body></w:document>'
WORKBOOK = f'<workbook xmlns="{SHEET}"><sheets><sheet name="表" sheetId="1"/></sheets></workbook>'
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "01" * 64 + "ffc0000b080001000101011100"
    "ffc40014000100000000000000000000000000000000ffc40014100100000000000000000000000000000000ffda0008010100003f00ffd9"
)


def pdf(words="年度报告", *, author=""):
    told = f"/Author ({author}) " if author else ""
    return f"%PDF-1.7\n1 0 obj\n<< /Type /Catalog {told}>>\nendobj\n% {words}\ntrailer\n<< >>\n%%EOF\n".encode()


def package(parts, *, compression=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, compression)
    return written.getvalue()


def docx(document=DOCUMENT, **more):
    return package({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **more})


def xlsx(workbook=WORKBOOK, **more):
    return package({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": workbook, **more})


def png(width=2, height=2):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = zlib.compress(b"\x00" * (width * height + height)) if width * height < 10_000 else zlib.compress(b"")
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
