"""The bytes of a file, not its name, decide which reader takes it; what no reader takes is refused by name."""

import pytest

from pipeline.parse import parse_document
from pipeline.records import DocumentRefused

READ = [
    (b"<p>\xe8\xa3\x9c\xe5\x8a\xa9</p>", "a.html", None, "text/html"),
    (b"<p>\xe8\xa3\x9c\xe5\x8a\xa9</p>", "a.txt", None, "text/html"),
    ("<!doctype html><p>補助".encode("utf-16"), "a", None, "text/html"),
    ("<html><body><p>補助".encode("utf-16-le"), "a", None, "text/html"),
    ("<P><FONT>補助</FONT></P>".encode("cp932"), "a.dat", None, "text/html"),
    ("補助".encode("euc_jp"), "a.htm", "text/html; charset=euc-jp", "text/html"),
    ("補助".encode(), "a.html", None, "text/plain"),
    ("補助率 <1/2> 以内".encode(), "a.txt", None, "text/plain"),
    ("| 補助 | 上限 |\n| 1/2 | 5万円<br>（<b>1回</b>） |".encode(), "a.txt", None, "text/plain"),
    ("補助は<a href='b'>こちら</a>".encode(), "a.md", None, "text/plain"),
    ("補助<br>上限".encode(), "a.html", None, "text/html"),
    ("補助のご案内\n<div>上限</div>".encode(), "a", None, "text/html"),
    ("\ufeff\n<span>補助</span>".encode(), "a", None, "text/html"),
    ("補助".encode("utf-16"), "a.txt", None, "text/plain"),
]


@pytest.mark.parametrize(("data", "name", "media_type", "expected"), READ)
def test_the_bytes_choose_the_reader(data: bytes, name: str, media_type: str | None, expected: str) -> None:
    document = parse_document(data, name=name, media_type=media_type)
    assert document.media_type == expected
    assert "補助" in document.blocks[0].text


REFUSED = [
    (b"", "a.pdf", None, "空のファイルです"),
    (b"  \r\n ", "a.txt", None, "空のファイルです"),
    (b"\xef\xbb\xbf \n", "a.txt", None, "空のファイルです"),
    (b"<html><p>404", "a.pdf", None, "中身が HTML です"),
    (b"<html><p>404", "a", "application/pdf", "中身が HTML です"),
    (b"<html><p>404", "a.pdf", "text/html", "中身が HTML です"),
    (b"Not found", "a.PDF", None, "PDF ではありません"),
    (b"PK\x03\x04\x14\x00", "a.xlsx", None, "ZIP"),
    (b"PK\x03\x04\x14\x00", "a.pdf", None, "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", None, "Office"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", None, "画像"),
    (b"\x1f\x8b\x08\x00", "a.html", "text/html", "gzip"),
    (bytes(range(256)) * 20, "a.txt", None, "バイナリ"),
    (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 200, "a", None, "バイナリ"),
    (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>", "a.mhtml", None, "MHTML"),
    (b'<?xml version="1.0"?><feed><entry/></feed>', "a.xml", None, "XML"),
]


@pytest.mark.parametrize(("data", "name", "media_type", "reason"), REFUSED)
def test_the_rest_is_refused_in_one_line_that_names_the_file(
    data: bytes, name: str, media_type: str | None, reason: str
) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        parse_document(data, name=name, media_type=media_type)
    assert str(refusal.value).startswith(f"{name}: ")
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)
