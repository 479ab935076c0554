"""Plain text in any Japanese encoding → blocks: one per line, headings by their own marks, items by their list marks."""

from __future__ import annotations

from pipeline.parse.charset import decode
from pipeline.parse.lines import depth_of, indent_of, is_heading_line, opens_item, unwrapped, with_ideographs
from pipeline.records import Block, BlockKind, Document, DocumentRefused, Line


def parse_text(data: bytes, *, name: str) -> Document:
    """Bytes of a plain text → its non-empty lines as blocks with the locators L1, L2, …; the words stay as they are.

    `■補助率`, `【対象者】` and `１．概要` are headings, `・…` and `①…` list items with their depth.
    Raises DocumentRefused for an empty file or bytes in no known encoding.
    """
    text, notices = decode(data, name=name)
    text = with_ideographs(text, data)
    blocks: list[Block] = []
    previous = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        words = unwrapped(raw)
        if not words:
            previous = 0
            continue
        locator = f"L{number}"
        if level := is_heading_line(words):
            blocks.append(Block("heading", locator, (Line(words, locator),), level=level))
            previous = 0
            continue
        previous = depth_of(words, indent_of(raw), previous)
        kind: BlockKind = "list_item" if opens_item(words) else "paragraph"
        blocks.append(Block(kind, locator, (Line(words, locator, previous),)))
    if not blocks:
        raise DocumentRefused(f"{name}: 空のファイルです")
    return Document(tuple(blocks), "text/plain", title=blocks[0].text, notices=notices)
