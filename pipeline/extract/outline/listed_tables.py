"""Tables that list programmes: in rows, in columns, beside or above their labels, or whole in each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.labels import bare_label, label_kind, split_inline
from pipeline.extract.naming import PROGRAMME_NOUN
from pipeline.extract.outline.label_tables import columns_upright, is_label_table, turned
from pipeline.records import Block, Cell, Line

# 制度名, 補助金の名称, 事業名等, 支援メニュー: the head of a column of programmes
_NAMES = re.compile(
    r"^(?:補助金|助成金|支援金?|制度|事業|施策)?の?(?:名称?|制度)等?$|^(?:補助金?|助成金?|支援|補助)(?:メニュー|策|制度)名?$|^(?:制度|事業)[・／/](?:制度|事業)名$"
)
# No.｜制度名, 分野｜制度名: the number or the group of a row
_IN_FRONT = re.compile(r"^(?:no\.?|№|番号|分野|区分|分類|目的|種別|種類|カテゴリー?)?$", re.IGNORECASE)
# … that is paid out: 起業支援補助金, 創業者向け融資（第2期）; 設備投資事業 may be a course of one
_PAID = re.compile(
    r"(?:補助金?|助成金?|補給金?|支援金|給付金|奨励金|交付金|協力金|祝い?金|見舞金|報[奨償]金|一時金|奨学金|融資|資金|貸付金?|制度)[\s　]*(?:[（(【［〔<＜].{1,30})?$"
)
_OWN = {"summary", "contact"}
_LONGEST = 100
_LEAST = 2
"""Programmes of a list; labels that a cell needs to be all that is said of one."""


def listed(table: Block, level: int) -> list[Block]:
    """A table of programmes → the heading of each, `level` deep, with the blocks that tell of it; [] for any other table."""
    for reading in (_in_rows, _in_columns, _beside_labels, _above_labels, _in_cells):
        if found := list(reading(table, level)):
            return found
    return []


def is_name(lines: tuple[Line, ...]) -> bool:
    """Whether lines of a table may name a programme: short, no sentence, no label."""
    text = "".join(line.text for line in lines)
    return len(text) <= _LONGEST and "。" not in text and not label_kind(text)


def heading(lines: tuple[Line, ...], table: Block, level: int) -> Block:
    """The heading of a programme that a table names."""
    return Block("heading", lines[0].locator, lines, table.page, table.bbox, level=level)


def _in_rows(table: Block, level: int) -> Iterator[Block]:
    """制度名｜概要｜補助率｜受付期間, perhaps behind No. or 分野 and over two rows of heads."""
    deep = max((cell.rowspan for cell in table.cells if cell.row == 0), default=0)
    heads = {col: cell for cell in table.cells if cell.row < deep for col in range(cell.col, cell.col + cell.colspan)}
    at = next((col for col in sorted(heads) if _NAMES.match(bare_label(heads[col].text))), None)
    if at is None or table.rows <= deep or not all(_IN_FRONT.match(heads[col].text.strip()) for col in range(at)):
        return
    names = [cell for cell in table.cells if cell.row >= deep and cell.col == at and cell.colspan == 1 and cell.text]
    behind = [heads[col] for col in range(at + 1, table.cols) if col in heads]
    if sum(bool(label_kind(head.text)) for head in behind) < _LEAST and not (
        names
        and len(behind) == 1
        and all(_tells_all(cell) for cell in table.cells if cell.row >= deep and cell.col > at)
    ):
        return
    for name in names:
        yield from _named(name.lines, table, level)
        yield from _columns(table, name, {col: head for col, head in heads.items() if col > at})


def _columns(table: Block, name: Cell, heads: dict[int, Cell]) -> Iterator[Block]:
    """What the columns say of a programme: a field each, and those with several cells beside its name as a table."""
    own = [cell for cell in table.cells if cell.col in heads and _rows(cell) & _rows(name)]
    apart = sorted({cell.col for cell in own if _rows(cell) < _rows(name)})
    for cell in sorted(own, key=lambda cell: cell.col):
        if cell.col in apart:
            continue
        if _tells_all(cell):
            yield Block("paragraph", cell.locator, cell.lines, table.page, table.bbox)
        else:
            yield Block("field", cell.locator, cell.lines, table.page, table.bbox, label=heads[cell.col].text)
    if apart:
        top = [heads[col]._replace(row=0, col=apart.index(col), rowspan=1, colspan=1) for col in apart]
        cells = [
            cell._replace(row=cell.row - name.row + 1, col=apart.index(cell.col), colspan=1)
            for cell in own
            if cell.col in apart
        ]
        yield table._replace(rows=name.rowspan + 1, cols=len(apart), cells=(*top, *cells), row_pages=())


def _in_columns(table: Block, level: int) -> Iterator[Block]:
    """（空）｜創業補助金｜展示会補助金 ⏎ 概要｜…｜… ⏎ 補助率｜…｜…."""
    top = [cell for cell in table.cells if cell.row == 0]
    if len(top) <= _LEAST or len(top) != table.cols or any(cell.rowspan > 1 for cell in top):
        return
    labels = {label_kind(cell.text) for cell in table.cells if cell.col == 0 and cell.row}
    are_paid = all(_PAID.search(cell.text) for cell in top[1:]) and not labels <= {"terms", "schedule", None}
    are_whole = labels >= _OWN  # each with a summary and someone to ask
    corner = bare_label(top[0].text)
    if len(labels - {None}) < _LEAST or not (
        _NAMES.match(corner) or ((are_paid or are_whole) and _IN_FRONT.match(corner))
    ):
        return
    if not all(is_name(cell.lines) and PROGRAMME_NOUN.search(cell.text) for cell in top[1:]):
        return
    upright = turned(table)
    heads = {cell.col: cell for cell in upright.cells if cell.row == 0 and cell.col}
    for name in [cell for cell in upright.cells if cell.col == 0 and cell.row]:
        yield from _named(name.lines, table, level)
        yield from _columns(upright, name, heads)


def _beside_labels(table: Block, level: int) -> Iterator[Block]:
    """A name over several rows, each of a label and its words."""
    names = [cell for cell in table.cells if cell.col == 0]
    names = names[1:] if names and _NAMES.match(bare_label(names[0].text)) else names
    if table.cols <= _LEAST or len(names) < _LEAST or not all(map(_is_programme, names)):
        return
    parts = [_part(table, name.row, name.rowspan, 1) for name in names]
    if all(map(is_label_table, parts)):
        for name, part in zip(names, parts, strict=True):
            yield from (heading(name.lines, table, level), part)


def _above_labels(table: Block, level: int) -> Iterator[Block]:
    """A name over all columns, and below it rows of labels and their words."""
    names = [cell for cell in table.cells if cell.colspan == table.cols]
    if table.cols < _LEAST or len(names) < _LEAST or names[0].row or not all(map(_is_programme, names)):
        return
    ends = [*(name.row for name in names[1:]), table.rows]
    starts = [name.row + name.rowspan for name in names]
    parts = [_part(table, start, end - start, 0) for start, end in zip(starts, ends, strict=True)]
    if all(is_label_table(columns_upright(part)) for part in parts):
        for name, part in zip(names, parts, strict=True):
            yield from (heading(name.lines, table, level), part)


def _in_cells(table: Block, level: int) -> Iterator[Block]:
    """Cards: each cell has a name, and below it all that is said of the programme."""
    cells = [cell for cell in table.cells if cell.text.strip()]
    if len(cells) < _LEAST:
        return
    if all(
        _tells_all(cell) and is_name(cell.lines[:1]) and PROGRAMME_NOUN.search(cell.lines[0].text) for cell in cells
    ):
        for cell in cells:
            yield heading(cell.lines[:1], table, level)
            yield Block("paragraph", cell.locator, cell.lines[1:], table.page, table.bbox)


def _named(lines: tuple[Line, ...], table: Block, level: int) -> Iterator[Block]:
    """The heading of a name; where a sentence stands below it in its cell, that follows."""
    ends = next((at for at, line in enumerate(lines, start=1) if PROGRAMME_NOUN.search(line.text)), len(lines))
    told = lines[ends:] if any("。" in line.text for line in lines[ends:]) else ()
    yield heading(lines[: len(lines) - len(told)], table, level)
    if told:
        yield Block("paragraph", told[0].locator, told, table.page, table.bbox)


def _is_programme(cell: Cell) -> bool:
    return bool(cell.lines) and is_name(cell.lines) and PROGRAMME_NOUN.search(cell.text) is not None


def _tells_all(cell: Cell) -> bool:
    """Whether the lines of a cell state two things under labels of their own: 対象：… ⏎ 補助率：…."""
    kinds = {label_kind(parts[0]) for line in cell.lines if (parts := split_inline(line.text)) is not None}
    return len(kinds - {None}) >= _LEAST


def _rows(cell: Cell) -> set[int]:
    return set(range(cell.row, cell.row + cell.rowspan))


def _part(table: Block, row: int, rows: int, col: int) -> Block:
    """These rows of a table, from a column on."""
    cells = tuple(
        cell._replace(row=cell.row - row, col=cell.col - col)
        for cell in table.cells
        if row <= cell.row < row + rows and cell.col >= col
    )
    row_pages = table.row_pages[row : row + rows]
    return table._replace(rows=rows, cols=table.cols - col, cells=cells, row_pages=row_pages)
