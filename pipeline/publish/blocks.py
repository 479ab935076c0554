"""What the parser saw, for people and programs: a document's blocks as Markdown or as JSON lines (CONTRACT, `blocks`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.records import Block, Cell, Document


def to_jsonl(document: Document) -> Iterator[str]:
    """A document → one JSON object per block in reading order, without line ends.

    Keys as the contract fixes them: kind, page, bbox, locator, text; a table has rows, cols and cells (zero-based, with
    spans), over several pages also pages, row_pages and page_bboxes. Where they say something: level, label, url, depth.
    """
    for block in document.blocks:
        yield json.dumps(_record(block), ensure_ascii=False, separators=(",", ":"))


def to_markdown(document: Document) -> str:
    """A document → Markdown in reading order; tables without spans as pipe tables, others as HTML tables."""
    parts: list[str] = []
    previous = ""
    for block in document.blocks:
        text = _markdown(block)
        if text:
            tight = block.kind == previous and block.kind in ("list_item", "link")
            parts.append(("\n" if tight else "\n\n") if parts else "")
            parts.append(text)
            previous = block.kind
    return "".join(parts) + "\n" if parts else ""


def _record(block: Block) -> dict[str, Any]:
    record: dict[str, Any] = {
        "kind": block.kind,
        "page": block.page,
        "bbox": list(block.bbox) if block.bbox else None,
        "locator": block.locator,
        "text": _text(block),
    }
    if block.level:
        record["level"] = block.level
    if block.label:
        record["label"] = block.label
    if block.url:
        record["url"] = block.url
    if any(line.depth for line in block.lines):
        record["depth"] = [line.depth for line in block.lines]
    if block.kind == "table":
        record |= {"rows": block.rows, "cols": block.cols, "cells": [_cell(cell) for cell in block.cells]}
    if block.pages:
        record |= {
            "pages": list(block.pages),
            "row_pages": list(block.row_pages),
            "page_bboxes": {str(page): list(box) for page, box in block.page_bboxes},
        }
    return record


def _text(block: Block) -> str:
    """All words of a block: a field with its label, a table with its cells in reading order."""
    if block.kind == "table":
        return "\n".join(cell.text for cell in block.cells if cell.lines)
    return "\n".join(part for part in (block.label, block.text) if part)


def _cell(cell: Cell) -> dict[str, Any]:
    return {"r": cell.row, "c": cell.col, "rs": cell.rowspan, "cs": cell.colspan, "text": cell.text}


def _markdown(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * max(1, block.level)} {_escaped(' '.join(line.text for line in block.lines))}"
    if block.kind == "list_item":
        return "\n".join(f"{'  ' * max(0, line.depth - 1)}- {_escaped(line.text)}" for line in block.lines)
    if block.kind == "field":
        return "  \n".join([f"**{_escaped(block.label)}**", *(_escaped(line.text) for line in block.lines)])
    if block.kind == "link":
        return f"- [{_escaped(block.text) or block.url}](<{block.url}>)"
    if block.kind == "table":
        return _table(block)
    return "  \n".join(_escaped(line.text) for line in block.lines)


def _table(block: Block) -> str:
    if not block.cells:
        return ""
    if any(cell.rowspan > 1 or cell.colspan > 1 for cell in block.cells):
        return _html_table(block)
    rows = [["" for _ in range(block.cols)] for _ in range(block.rows)]
    for cell in block.cells:
        rows[cell.row][cell.col] = "<br>".join(_escaped(line.text).replace("|", "\\|") for line in cell.lines)
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * block.cols}", *lines[1:]])


def _html_table(block: Block) -> str:
    """Markdown has no merged cells; HTML inside Markdown has."""
    rows: dict[int, list[str]] = {row: [] for row in range(block.rows)}
    for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.col)):
        tag = "th" if cell.is_header else "td"
        spans = "".join(
            f' {name}="{size}"' for name, size in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if size > 1
        )
        words = "<br>".join(_entities(line.text) for line in cell.lines)
        rows[cell.row].append(f"<{tag}{spans}>{words}</{tag}>")
    return "\n".join(["<table>", *(f"<tr>{''.join(cells)}</tr>" for cells in rows.values()), "</table>"])


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped(text: str) -> str:
    """Scraped words must not become markup: `<script>`, `*`, `_`, a heading's `#` at the start."""
    for mark in ("\\", "`", "*", "_", "[", "]"):
        text = text.replace(mark, f"\\{mark}")
    text = _entities(text)
    return f"\\{text}" if text[:1] in ("#", "+", "-") else text
