"""Plain text: a block per line, headings by their marks, items by theirs, locators by line number."""

import pytest

from pipeline.parse.text import parse_text
from pipeline.records import DocumentRefused

CASES = [
    ("■補助率", "heading", 0),
    ("●募集期間", "heading", 0),
    ("◆ 対象経費", "heading", 0),
    ("【対象者】", "heading", 0),
    ("＜申請方法＞", "heading", 0),
    ("１．概要", "heading", 0),
    ("3. 補助の内容", "heading", 0),
    ("第2章 制度の内容", "heading", 0),
    ("## 申請方法", "heading", 0),
    ("■補助率：1/2", "paragraph", 0),
    ("■補助率 3分の2", "paragraph", 0),
    ("■令和7年4月1日に募集を始めました。", "paragraph", 0),
    ("【金沢市】補助金のお知らせ", "paragraph", 0),
    ("【事業開始が4月1日～9月30日】", "paragraph", 0),
    ("2025年4月1日", "paragraph", 0),
    ("1.1%以内", "paragraph", 0),
    ("10万円", "paragraph", 0),
    ("・設備費", "list_item", 1),
    ("　・工具", "list_item", 2),
    ("①広告費", "list_item", 1),
    ("(1)市税を滞納していないこと。", "list_item", 1),
    ("（ア）個人", "list_item", 1),
    ("* 団体", "list_item", 1),
    ("　市内の企業を支援します。", "paragraph", 0),
    ("補助率：1/2以内", "paragraph", 0),
]


@pytest.mark.parametrize(("line", "kind", "depth"), CASES)
def test_a_line_is_what_its_marks_say(line: str, kind: str, depth: int) -> None:
    (block,) = parse_text(line.encode(), name="t").blocks
    assert (block.kind, block.lines[0].depth) == (kind, depth)
    assert block.text == " ".join(line.split())
    assert (block.level > 0) == (kind == "heading")


def test_locators_count_the_lines_of_the_file() -> None:
    document = parse_text("表題\r\n\r\n  ■概要 \n支援\n".encode(), name="t")
    assert [(block.locator, block.lines[0].locator, block.text) for block in document.blocks] == [
        ("L1", "L1", "表題"),
        ("L3", "L3", "■概要"),
        ("L4", "L4", "支援"),
    ]
    assert document.title == "表題"
    assert document.media_type == "text/plain"


def test_an_indented_line_goes_on_with_its_item() -> None:
    blocks = parse_text("・設備費\n　（中古を除く）\nその他".encode(), name="t").blocks
    assert [block.lines[0].depth for block in blocks] == [1, 1, 0]


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "　\n".encode()])
def test_an_empty_text_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentRefused, match=r"^t\.txt: 空のファイルです$"):
        parse_text(data, name="t.txt")
