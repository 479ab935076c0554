"""The blocks output keeps the contract's keys and loses no word."""

import json

from pipeline.publish.blocks import to_jsonl, to_markdown
from pipeline.records import Block, Cell, Document, Line


def line(text: str, depth: int = 0) -> Line:
    return Line(text, "p.1 0.0,0.0,9.0,9.0", depth)


def cell(row: int, col: int, text: str, rowspan: int = 1, colspan: int = 1, *, is_header: bool = False) -> Cell:
    return Cell(row, col, rowspan, colspan, (line(text),) if text else (), "p.2 1.0,2.0,3.0,4.0", is_header)


MATRIX = Block(
    "table",
    "p.2 10.0,20.0,300.0,400.0",
    page=2,
    bbox=(10.0, 20.0, 300.0, 400.0),
    rows=3,
    cols=2,
    cells=(
        cell(0, 0, "対象者", is_header=True),
        cell(0, 1, "補助率", is_header=True),
        cell(1, 0, "中小企業者"),
        cell(1, 1, "1/2|以内", rowspan=2),
        cell(2, 0, ""),
    ),
    pages=(2, 3),
    row_pages=(2, 3, 3),
    page_bboxes=((2, (10.0, 20.0, 300.0, 400.0)), (3, (10.0, 30.0, 300.0, 90.0))),
)
DOCUMENT = Document(
    (
        Block("heading", "p.1 a", (line("産業<script>"),), page=1, bbox=(1.0, 2.0, 3.0, 4.0), level=2),
        Block("field", "/html/body/p[1]", (line("令和7年4月1日から"), line("先着順")), label="募集期間"),
        Block("list_item", "L3", (line("設備", 1),)),
        Block("list_item", "L4", (line("工具", 2),)),
        Block("link", "/html/body/p[2]/a", (line("要綱"),), url="https://example.jp/a b.pdf"),
        MATRIX,
    ),
    "application/pdf",
)


def test_json_lines_have_the_keys_of_the_contract() -> None:
    records = [json.loads(each) for each in to_jsonl(DOCUMENT)]
    assert [record["kind"] for record in records] == ["heading", "field", "list_item", "list_item", "link", "table"]
    assert all({"kind", "page", "bbox", "locator", "text"} <= record.keys() for record in records)
    assert records[0]["page"] == 1
    assert records[0]["bbox"] == [1.0, 2.0, 3.0, 4.0]
    assert records[1]["page"] is None
    assert records[1]["bbox"] is None
    assert records[1]["text"] == "募集期間\n令和7年4月1日から\n先着順"
    assert records[4]["url"] == "https://example.jp/a b.pdf"


def test_a_table_lists_its_cells_with_spans_and_its_pages() -> None:
    record = json.loads(list(to_jsonl(DOCUMENT))[-1])
    assert (record["rows"], record["cols"]) == (3, 2)
    assert record["cells"][3] == {"r": 1, "c": 1, "rs": 2, "cs": 1, "text": "1/2|以内"}
    slots = [
        (r, c)
        for each in record["cells"]
        for r in range(each["r"], each["r"] + each["rs"])
        for c in range(each["c"], each["c"] + each["cs"])
    ]
    assert sorted(slots) == [(r, c) for r in range(3) for c in range(2)]
    assert record["pages"] == [2, 3]
    assert record["row_pages"] == [2, 3, 3]
    assert record["page_bboxes"] == {"2": [10.0, 20.0, 300.0, 400.0], "3": [10.0, 30.0, 300.0, 90.0]}


def test_markdown_shows_structure_and_lets_no_markup_through() -> None:
    text = to_markdown(DOCUMENT)
    assert text.startswith(
        "## 産業&lt;script&gt;\n\n**募集期間**  \n令和7年4月1日から  \n先着順\n\n- 設備\n  - 工具\n\n- [要綱](<https://example.jp/a b.pdf>)\n"
    )
    assert '<td rowspan="2">1/2|以内</td>' in text


def test_a_plain_table_is_a_pipe_table() -> None:
    block = Block(
        "table", "x", rows=2, cols=2, cells=(cell(0, 0, "区分"), cell(0, 1, "率"), cell(1, 0, "A|B"), cell(1, 1, "1/2"))
    )
    assert to_markdown(Document((block,), "text/html")) == "| 区分 | 率 |\n| --- | --- |\n| A\\|B | 1/2 |\n"


def test_an_empty_document_is_empty() -> None:
    assert to_markdown(Document((), "text/html")) == ""
    assert list(to_jsonl(Document((), "text/html"))) == []
