"""Joins a table that goes on over page ends into one block: equal columns, nothing between but the page's edge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise

from pipeline.folding import squeeze
from pipeline.parse.pdf.cells import PageTable
from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.cuts import as_row, mend_cut, struck_by, tail_of, with_row, with_spill
from pipeline.parse.pdf.foot_heads import head_at_foot, head_over
from pipeline.parse.pdf.layout import PageLayout, TextLine
from pipeline.parse.pdf.rests import rest_of
from pipeline.records import Block, Box, Cell
from pipeline.running_heads import edge_words, running_words

_CONTINUED = re.compile(r"続き|つづき|[(（]続[)）]")  # ◇ 一覧表（続き）
_GOES_ON = re.compile(
    r"[-－―(（\s]*(?:次の?(?:頁|ページ|葉)[へに] ?)?(?:続く|つづく|続きます)[-－―)）\s]*"
)  # （次頁へ続く）
_LAST = 30
"""So many blocks back the foot of the page before is looked for."""
_SAME_COLUMN = 3.0
"""Column borders this close (points) are the same column on the next page."""


def join_over_pages(pages: Sequence[PageLayout]) -> list[TextLine | Block]:
    """Items of all pages in order, every table as a finished block; running heads and feet between its parts follow it."""
    done: list[TextLine | Block] = []
    parts: list[PageTable] = []
    held: list[TextLine | Block] = []
    running = _running(pages)
    is_said = partial(_is_said, pages)
    for page in pages:
        own = with_spill(page.items, running)
        items = [item for item in own if id(item) not in running]
        used: set[int] = set()
        if not parts and page.loose is not None:
            lines = [one for one in done[-_LAST:] if id(one) not in running]
            head, theirs = head_at_foot(lines, page.frame.number, page.loose)
            if head and _rest(head, page, running):
                done, parts = [one for one in done if id(one) not in theirs], [head]
        if parts and parts[-1].frame.number == page.frame.number - 1:
            if rest := _rest(parts[-1], page, running):
                used = {id(item) for item in items if _stands_in(item, rest)}
                items = [item for item in items if id(item) not in used]
                parts.append(rest)
            elif tail := tail_of(parts[-1], items):
                used = {id(item) for item in tail}
                items = items[len(tail) :]
                parts.append(as_row(parts[-1], tail))
            items = _without_tabs(items)
            if (lead := _lead_in(parts, items)) is not None:
                used |= {id(item) for item in items[: lead + 1]}  # 一覧表（続き） says what joining says
                table, struck = _part(items[lead:])
                used |= {id(item) for item in struck}
                parts.append(table)
        for item in own:
            if id(item) in used:
                continue
            if parts and isinstance(item, TextLine) and (id(item) in running or _parts_none(item, parts[-1])):
                held.append(item)
                continue
            if parts and isinstance(item, PageTable) and _in_next_column(parts, item):
                parts.append(item)
                continue
            if parts:
                done += [_block(parts, is_said), *held]
                parts, held = [], []
            if isinstance(item, PageTable):
                begins = item is items[0] or _begins_column(done, item)
                lines = [one for one in done[-_LAST:] if id(one) not in running] if begins else []
                head, theirs = head_over(lines, item)
                done = [one for one in done if id(one) not in theirs] if theirs else done
                parts = [head, item] if head else [item]
            else:
                done.append(item)
    if parts:
        done += [_block(parts, is_said), *held]
    return done


def _is_said(pages: Sequence[PageLayout], letters: str) -> bool:
    """Whether letters stand together in a line of the pages."""
    return any(letters in text for page in pages for item in page.items for text in _texts(item))


def _texts(item: TextLine | PageTable) -> list[str]:
    return [item.line.text] if isinstance(item, TextLine) else [cell.text for cell in item.cells]


def _parts_none(item: TextLine, table: PageTable) -> bool:
    """Whether a line after a table does not end it: （次頁へ続く）, or an index tab beside it."""
    return _is_tab(item, table) or _GOES_ON.fullmatch(item.line.text) is not None


def _is_tab(item: TextLine, table: PageTable) -> bool:
    return item.line.vertical and (item.box[0] > table.box[2] or item.box[2] < table.box[0])


def _without_tabs(items: list[TextLine | PageTable]) -> list[TextLine | PageTable]:
    """What stands at a page's head, without the index tabs beside its first table, read before it or not."""
    table = next((item for item in items if isinstance(item, PageTable)), None)
    return [item for item in items if not (table and isinstance(item, TextLine) and _is_tab(item, table))]


def _running(pages: Sequence[PageLayout]) -> set[int]:
    """The ids of the lines that are running heads or feet: the outermost two of a page, where they repeat from page to page."""
    edges: dict[int, list[TextLine]] = {}
    for page in pages:
        downwards = sorted(page.items, key=lambda item: item.box[1])
        near = downwards[:2] + downwards[2:][-2:]
        edges[page.frame.number] = [item for item in near if isinstance(item, TextLine)]
    placed = {n: [(item.line.text, item.box[1]) for item in lines] for n, lines in edges.items()}
    words = running_words(placed, least=2 if len(pages) == 2 else 3)
    return {id(item) for lines in edges.values() for item in lines if edge_words(item.line.text) in words}


def _rest(table: PageTable, page: PageLayout, running: set[int]) -> PageTable | None:
    """The rows at a page's head that go on with a table without vertical rules, where no outer rules show them."""
    if page.loose is None or table.walled:
        return None
    heads = [item.box for item in page.items if id(item) in running]
    rest = rest_of(table, page.loose, page.frame, [*heads, *(line.box for line in page.margin)])
    theirs = [item for item in page.items if isinstance(item, PageTable) and rest and item.box[1] < rest.box[3]]
    return None if rest and any(_same_columns(table, one) or not _stands_in(one, rest) for one in theirs) else rest


def _part(items: Sequence[TextLine | PageTable]) -> tuple[PageTable, list[TextLine]]:
    """What begins with a table that goes on with another → the table, and the lines below it that are of its last row."""
    table = items[0]
    assert isinstance(table, PageTable)
    struck = struck_by(table, items)
    return (with_row(table, struck) if struck else table), struck


def _stands_in(item: TextLine | PageTable, table: PageTable) -> bool:
    """Whether an item of a page stands where a table does."""
    _, top, _, bottom = item.box
    return table.box[1] - _SAME_COLUMN <= top and bottom <= table.box[3] + _SAME_COLUMN


def _lead_in(parts: list[PageTable], items: list[TextLine | PageTable]) -> int | None:
    """How many lines stand above the table at a page's head that continues `parts`; None where none continues it."""
    lead = next((n for n, item in enumerate(items) if isinstance(item, PageTable)), None)
    if lead is None:
        return None
    table = items[lead]
    assert isinstance(table, PageTable)
    first, last = parts[0], parts[-1]
    if not (_same_columns(last, table) or _same_head(first, table)) or _starts_anew(first, table):
        return None
    if lead == 0:
        return 0
    above = [item.line.text for item in items[:lead] if isinstance(item, TextLine)]
    says_so = lead <= 2 and any(_CONTINUED.search(text) for text in above)
    return lead if says_so and _repeated_header(parts[0], table) else None


def _same_columns(one: PageTable, other: PageTable) -> bool:
    """Whether two tables have columns of equal widths, wherever they stand (margins of left and right pages differ)."""
    return len(one.xs) == len(other.xs) and all(
        abs((a - one.xs[0]) - (b - other.xs[0])) <= _SAME_COLUMN for a, b in zip(one.xs, other.xs, strict=True)
    )


def _starts_anew(first: PageTable, part: PageTable) -> bool:
    """Whether a table begins with the first label of another and says most of them again: it is that of the next programme.

    Below a title over all columns, as no other row of the table before is but its first, the first label tells it.
    """
    titles, title = ({c.row for c in table.cells if c.colspan == table.cols} for table in (first, part))
    if 0 in title and titles <= {0} and part.cols > 1:
        one, other = (_first_label(table, len(heads)) for table, heads in ((first, titles), (part, {0})))
        return bool(one) and one == other
    rows = min(first.rows, part.rows)
    labels, again = ([c.text for c in table.cells if c.col == 0 and c.row < rows] for table in (first, part))
    is_anew = labels[:1] == again[:1] and 2 * len({*labels} & {*again}) > rows
    return rows >= 3 and is_anew and len({*labels}) == rows and "" not in labels


def _first_label(table: PageTable, row: int) -> str:
    """The words at the head of a row."""
    return next((squeeze(cell.text) for cell in table.cells if cell.row == row and cell.col == 0), "")


def _same_head(first: PageTable, part: PageTable) -> bool:
    """Whether two tables of one width repeat their head: borders that only words show are not the same on every page."""
    outer = ((one.xs[0], one.xs[-1]) for one in (first, part))
    is_alike = first.cols == part.cols > 2 and all(abs(a - b) <= _SAME_COLUMN for a, b in zip(*outer, strict=True))
    return is_alike and _repeated_header(first, part) > 0


def _begins_column(done: Sequence[TextLine | Block], table: PageTable) -> bool:
    """Whether what is read before a table stands lower, to the left of it: at the foot of the column before."""
    last = done[-1] if done else None
    if not isinstance(last, TextLine) or last.frame.number != table.frame.number:
        return False
    return last.box[1] > table.box[3] and last.box[2] <= table.box[0]


def _in_next_column(parts: Sequence[PageTable], other: PageTable) -> bool:
    """Whether a table goes on at the head of the next column of the page: higher, or level where it fills the whole column."""
    one, level = parts[-1], 20 if len(parts) > 1 else -20
    beside = one.frame.number == other.frame.number and other.box[0] > one.box[2] and other.box[1] < one.box[1] + level
    return beside and _same_columns(one, other) and not _starts_anew(parts[0], other)


def _block(parts: list[PageTable], is_said: Callable[[str], bool]) -> Block:
    """The parts of a table on successive pages → the whole; `is_said` tells whether letters stand together in the document."""
    first = parts[0]
    cells = list(first.cells)
    row_pages = [first.frame.number] * first.rows
    last = _ending_at(first.rows, cells, range(len(cells)))
    for before, part in pairwise(parts):
        skip = _repeated_header(first, part)
        if skip == part.rows:
            continue
        below = [cell for cell in part.cells if cell.row >= skip]
        rest, merged = mend_cut(cells, last, below, skip, before, is_said)
        base, known = len(row_pages) - skip - merged, len(cells)
        cells.extend(cell._replace(row=cell.row + base) for cell in rest)
        row_pages.extend([part.frame.number] * (part.rows - skip - merged))
        last = _ending_at(len(row_pages), cells, (*last.values(), *range(known, len(cells))))
    boxes: dict[int, Box] = {}
    for part in parts:
        number, box = part.frame.number, part.frame.displayed(part.box)
        boxes[number] = union((boxes[number], box)) if number in boxes else box
    if all(cell.is_header for cell in cells):  # a table on one coloured ground has no header to tell apart
        cells = [cell._replace(is_header=False) for cell in cells]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Block(
        "table",
        first.frame.locate(first.box),
        page=first.frame.number,
        bbox=first.frame.displayed(first.box),
        rows=len(row_pages),
        cols=first.cols,
        cells=tuple(cells),
        pages=tuple(dict.fromkeys(part.frame.number for part in parts)),
        row_pages=tuple(row_pages),
        page_bboxes=tuple(boxes.items()),
    )


def _ending_at(rows: int, cells: list[Cell], positions: Iterable[int]) -> dict[int, int]:
    """Column → position of its last cell, among the cells at `positions` that reach down to the end of `rows` rows."""
    return {cells[k].col: k for k in positions if cells[k].row + cells[k].rowspan == rows}


def _repeated_header(first: PageTable, part: PageTable) -> int:
    """How many rows at the head of `part` repeat the head of the table (0 where none does)."""
    same = 0
    for row in range(min(3, first.rows, part.rows - 1 or first.rows - 1)):
        mine, theirs = _row(first, row), _row(part, row)
        if not mine or [_key(c) for c in mine] != [_key(c) for c in theirs] or not any(c.lines for c in mine):
            break
        same = row + 1
    return same if all(cell.row + cell.rowspan <= same for cell in part.cells if cell.row < same) else 0


def _row(table: PageTable, row: int) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == row]


def _key(cell: Cell) -> tuple[int, int, int, str]:
    return (cell.col, cell.rowspan, cell.colspan, squeeze(cell.text))
