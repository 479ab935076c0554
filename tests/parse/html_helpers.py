"""What the HTML tests share: a page around a body, blocks as plain tuples, the words at a locator."""

from lxml import html as lxml_html

from pipeline.parse.html import parse_html
from pipeline.records import Block, Document, Line


def page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>題</title>{head}</head><body>{body}</body></html>'.encode()


def read(body: str, head: str = "") -> Document:
    """Reads a body both ways, straight and through lxml's repair, and insists that they agree."""
    data = page(body, head)
    document = parse_html(data, name="t.html")
    assert parse_html(data, name="t.html", repair=True).blocks == document.blocks
    return document


def shape(block: Block) -> tuple[object, ...]:
    lines = [(line.depth, line.text) if line.depth else line.text for line in block.lines]
    if block.kind == "heading":
        return (f"h{block.level}", *lines)
    if block.kind == "table":
        return ("table", block.rows, block.cols, *((c.row, c.col, c.rowspan, c.colspan, c.text) for c in block.cells))
    if block.kind == "link":
        return ("link", *lines, block.url)
    return (block.kind, block.label, *lines) if block.label else (block.kind, *lines)


def shapes(body: str, head: str = "") -> list[tuple[object, ...]]:
    return [shape(block) for block in read(body, head).blocks]


def every_line(document: Document) -> list[Line]:
    return [
        line
        for block in document.blocks
        for line in (*block.lines, *(line for cell in block.cells for line in cell.lines))
    ]


def packed(text: str) -> str:
    return "".join(text.split())


def words_at(data: bytes, locator: str) -> list[str]:
    root = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8"))
    return [packed("".join(element.itertext())) for element in root.xpath(locator)]
