"""Bytes are read in the encoding they are in, whatever their label says."""

import pytest

from pipeline.parse import parse_document
from pipeline.parse.charset import decode
from pipeline.parse.html import parse_html
from pipeline.parse.text import parse_text
from pipeline.records import DocumentRefused

WORDS = "金沢市の補助率は3分の2以内、上限額は100万円です。募集期間は令和7年4月1日から。"


def page(declared: str, encoding: str) -> bytes:
    meta = f"<meta charset={declared}>" if declared else ""
    return f"<html><head>{meta}<title>題</title></head><body><p>{WORDS}</p></body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("", "utf-8"),
        ("shift_jis", "utf-8"),
        ("euc-jp", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("shift_jis", "utf-8-sig"),
        ("Shift_JIS", "cp932"),
        ("", "cp932"),
        ("utf-8", "cp932"),
        ("euc-jp", "cp932"),
        ("x-sjis", "cp932"),
        ("nonsense-9", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("", "euc_jp"),
        ("utf-8", "euc_jp"),
        ("shift_jis", "euc_jp"),
        ("iso-8859-1", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp"),
        ("", "iso2022_jp"),
        ("utf-8", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
    ],
)
def test_html_in_any_encoding_with_any_label(declared: str, encoding: str) -> None:
    data = page(declared, encoding)
    for header in (None, declared or None, "utf-8"):
        document = parse_html(data, name="t.html", declared_charset=header)
        assert [block.text for block in document.blocks] == [WORDS]
        assert document.notices == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_text_in_any_encoding(encoding: str) -> None:
    document = parse_text(f"{WORDS}\r\n\r\n・①髙﨑".encode(encoding, "ignore"), name="t.txt")
    assert document.blocks[0].text == WORDS


def test_characters_of_microsoft_are_read() -> None:
    assert parse_text("①髙﨑㈱～－".encode("cp932"), name="t.txt").blocks[0].text == "①髙﨑㈱～－"


def test_a_few_broken_bytes_are_left_out_with_a_notice() -> None:
    data = page("utf-8", "utf-8")
    broken = data.replace("金沢".encode(), b"\xff" + "金沢".encode())
    document = parse_html(broken, name="t.html")
    assert document.blocks[0].text == WORDS
    assert [notice.check for notice in document.notices] == ["broken-character"]


def test_characters_that_an_earlier_program_lost_are_told_and_many_are_refused() -> None:
    lost = page("utf-8", "utf-8").decode().replace("金沢", "\ufffd\ufffd").encode()
    assert [notice.message for notice in parse_html(lost, name="t.html").notices] == [
        "t.html: 失われた文字(U+FFFD)が 2 か所あります"
    ]
    ruined = page("utf-8", "utf-8").decode().encode("cp932", "ignore").decode("utf-8", "replace").encode()
    with pytest.raises(DocumentRefused, match=r"^t\.html: 文字コード変換で文字が失われています"):
        parse_html(ruined, name="t.html")


def test_a_few_nuls_are_passed_over() -> None:
    data = page("utf-8", "utf-8").replace("補助".encode(), "補\0助".encode())
    assert parse_document(data, name="t.html").blocks[0].text == WORDS


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252"])
def test_words_encoded_twice_are_put_right(taken_for: str) -> None:
    text = page("utf-8", "utf-8").decode().replace(WORDS, WORDS + "あ" * 10)
    twice = "".join(bytes([byte]).decode(taken_for, "ignore") or chr(byte) for byte in text.encode()).encode()
    document = parse_html(twice, name="t.html")
    assert document.blocks[0].text == WORDS + "あ" * 10
    assert [notice.check for notice in document.notices] == ["broken-character"]
    with pytest.raises(DocumentRefused, match="文字化け"):
        parse_html(twice.replace(b"</p>", "漢</p>".encode()), name="t.html")


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 40, b"\x80\xff\xfe\xa0" * 500])
def test_bytes_of_no_encoding_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(DocumentRefused, match=r"^x\.txt: 文字コード"):
        decode(data, name="x.txt")
