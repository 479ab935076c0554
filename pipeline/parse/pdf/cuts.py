"""Joins the words of cells that a page end cut in two, and gives a table those that it left below its last rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.folding import squeeze
from pipeline.parse.pdf.cells import PageTable
from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.layout import TextLine
from pipeline.parse.pdf.text.characters import is_wide
from pipeline.parse.pdf.text.lines import logical_lines, opens_item
from pipeline.records import Cell, Line

_STOPPED = re.compile(r"[。．.）)」』！？!?円日％%]$")  # …を助成します。
# ※税抜, （注）見込み, 資料：見本市
_NOTE = re.compile(r"[(（]?(?:[※＊*]|注|資料|出典|出所|備考)")
# 中小企業者又, 対象経費の, 費用を
_UNFINISHED = re.compile(r"(?:[^もこ]の|又|及び?|並び?|[をへが、，])$")
# た 基礎研究, は中小企業団体: what no word begins with
_MIDWAY = re.compile(r"[をがはへたてるれ](?![\u3041-\u3096])")
_SUM = re.compile(r"(?i)計$|.*[合小総]計|(?:sub|grand)?total")  # 計, 合計(税込), 市内小計, Total
_NUMBER = re.compile(r"\d[\d,，.．]*")
_ALIKE = 4
_SHORTEST_SENTENCE = 10
"""A row with a label below the page end goes on with sentences only: names and sums are a row of their own."""
_MOST_LINES = 8
_STRUCK = 0.4
"""A line so many em below a rule at most is not the next one: a row of words leaves more white."""
_FOOT = 0.7
"""A table that a page's end cuts reaches so much of the page down."""
_SLACK = 3.0
"""Words may reach over the border of their column by so many points."""


def with_spill(items: Sequence[TextLine | PageTable], running: set[int]) -> list[TextLine | PageTable]:
    """The items of a page → the same, its last table with the lines that go on right below it, each within one column.

    `running` are the ids of running feet, which may follow.
    """
    place = max((k for k, item in enumerate(items) if isinstance(item, PageTable)), default=-1)
    below = [item for item in items[place + 1 :] if isinstance(item, TextLine) and id(item) not in running]
    if place < 0 or not 0 < len(below) <= _MOST_LINES:
        return list(items)
    table = items[place]
    assert isinstance(table, PageTable)
    columns: dict[int, list[TextLine]] = {}
    for line in sorted(below, key=lambda line: line.box[1]):
        fits = [k for k in range(table.cols) if _lies_in(line, table.xs[k], table.xs[k + 1])]
        above = columns[fits[0]][-1].box[3] if fits and fits[0] in columns else table.box[3] - 0.7 * line.size
        if not fits or line.vertical or not -2 * line.size < line.box[1] - above <= line.size:
            return list(items)
        columns.setdefault(fits[0], []).append(line)
    if all(_NOTE.match(own[0].line.text) for own in columns.values()):
        return list(items)
    kept = [item for item in items[place + 1 :] if id(item) in running]
    return [*items[:place], _filled(table, columns), *kept]


def tail_of(table: PageTable, items: Sequence[TextLine | PageTable]) -> list[TextLine]:
    """The lines at a page's head that go on with the last cell of the page before, where no rule shows the row they are of."""
    last = [
        cell for cell in table.cells if cell.col + cell.colspan == table.cols and cell.row + cell.rowspan == table.rows
    ]
    above = last[0].text if last else ""
    is_at_foot = table.box[3] > _FOOT * table.frame.reading_size[1]
    if table.cols < 2 or not is_at_foot or len(above) < _SHORTEST_SENTENCE or _STOPPED.search(above):
        return []
    left, right = table.xs[-2] - _SLACK, table.xs[-1] + _SLACK
    tail: list[TextLine] = []
    for item in items:
        if not isinstance(item, TextLine) or not left <= item.box[0] <= left + 3 * item.size or item.box[2] > right:
            break
        if item.style.bold or item.band or (tail and item.box[1] - tail[-1].box[3] > item.size):
            break
        tail.append(item)
    return tail if tail and not opens_item(tail[0].line.text) and last[0].colspan == 1 else []


def as_row(table: PageTable, lines: Sequence[TextLine]) -> PageTable:
    """Lines in the last column of a table → a part of it with one row, all else of which stands above."""
    frame, box = lines[0].frame, union(item.box for item in lines)
    box = (table.xs[0], box[1], table.xs[-1], box[3])
    own = (table.xs[-2], box[1], box[2], box[3])
    words = logical_lines([item.line for item in lines], own, frame, is_cell=True)
    place, end = frame.locate(box), table.cols - 1
    cells = tuple(Cell(0, col, 1, 1, words if col == end else (), place) for col in range(table.cols))
    return PageTable(frame, box, table.xs, 1, table.cols, cells, walled=table.walled)


def struck_by(table: PageTable, below: Sequence[TextLine | PageTable]) -> list[TextLine]:
    """The lines that the last rule of a table at a page's head all but strikes through: its row is lower than its words.

    Browsers leave so little of a row whose rules end on the page before.
    """
    near = (item for item in below if isinstance(item, TextLine) and not item.vertical)
    lines = [line for line in near if abs(line.box[1] - table.box[3]) <= _STRUCK * line.size]
    fits = (any(_lies_in(line, *sides) for sides in pairwise(table.xs)) for line in lines)
    return lines if all(fits) else []


def with_row(table: PageTable, lines: Sequence[TextLine]) -> PageTable:
    """A table with lines right below it → with a last row that holds them."""
    cells = list(table.cells)
    foot = max(line.box[3] for line in lines)
    for col, (left, right) in enumerate(pairwise(table.xs)):
        own = [line for line in lines if _lies_in(line, left, right)]
        words = logical_lines([line.line for line in own], (left, table.box[3], right, foot), table.frame, is_cell=True)
        cells.append(Cell(table.rows, col, 1, 1, words, table.frame.locate((left, table.box[3], right, foot))))
    return replace(table, rows=table.rows + 1, cells=tuple(cells), box=(*table.box[:3], foot))


def _lies_in(line: TextLine, left: float, right: float) -> bool:
    return left - _SLACK <= line.box[0] and line.box[2] <= right + _SLACK


def _filled(table: PageTable, columns: dict[int, list[TextLine]]) -> PageTable:
    """A table with lines below it in the cells that end at its foot."""
    cells: list[Cell] = []
    for cell in table.cells:
        own = [line for col in range(cell.col, cell.col + cell.colspan) for line in columns.get(col, ())]
        if own and cell.row + cell.rowspan == table.rows:
            box = union(line.box for line in own)
            edges = (table.xs[cell.col], box[1], table.xs[cell.col + cell.colspan], box[3])
            more = logical_lines([line.line for line in own], edges, table.frame, is_cell=True)
            cells.append(cell._replace(lines=_joined(cell, cell._replace(lines=more))))
        else:
            cells.append(cell)
    foot = union([table.box, *(line.box for own in columns.values() for line in own)])
    return replace(table, cells=tuple(cells), box=(*table.box[:3], foot[3]), spilt=tuple(columns))


def _goes_on(old: Cell, cell: Cell) -> bool:
    """Whether a cell's text goes on with another's: stopped in mid-sentence, and no list mark or label where it goes on.

    What begins as it does is another row's: 1/2以内 and 2/3以内, 中小企業者 and 中小企業団体.
    """
    if not old.lines or _STOPPED.search(old.lines[-1].text) or opens_item(cell.lines[0].text):
        return False
    starts = [_NUMBER.sub("0", squeeze(one.text))[:_ALIKE] for one in (old, cell)]
    return starts[0] != starts[1]


def _is_torn(old: Cell, cell: Cell) -> bool:
    """Whether a cell's words stop before an end, or another's begin with none: 中小企業者又 / は中小企業団体."""
    is_last_letter = len(cell.text) == 1 and len(old.text) >= _SHORTEST_SENTENCE
    return is_last_letter or bool(_UNFINISHED.search(old.text) or _MIDWAY.match(cell.text))


def _is_torn_there(old: Cell, cell: Cell, is_said: Callable[[str], bool]) -> bool:
    """Whether a cell's words are torn where they fill its last line: 中小企業者及び中小企 / 業団体, with 小企業団 elsewhere."""
    if not old.lines or not cell.lines or not _goes_on(old, cell):
        return False
    before, after = old.lines[-1].text[-2:], cell.lines[0].text[:2]
    return (len(before) == 2 and _is_torn(old, cell)) or is_said(before + after)


def _joined(old: Cell, cell: Cell) -> tuple[Line, ...]:
    """The lines of a cell that a page end cut in two: the last one above and the first one below may be one."""
    lines, more = old.lines, cell.lines
    if not lines or not more or not _goes_on(old, cell):
        return (*lines, *more)
    glue = "" if is_wide(lines[-1].text[-1:]) or is_wide(more[0].text[:1]) else " "
    return (*lines[:-1], lines[-1]._replace(text=lines[-1].text + glue + more[0].text), *more[1:])


def mend_cut(
    cells: list[Cell],
    last: dict[int, int],
    below: list[Cell],
    first: int,
    above: PageTable,
    is_said: Callable[[str], bool],
) -> tuple[list[Cell], int]:
    """Mends what a page end cut, in `cells`: (cells below that are left, rows merged into the last one above).

    A row cut in two has an empty label below, and every text below goes on where the cell above stopped in mid-sentence.
    A merged cell cut in two is empty on one page: where it spans rows, or in a matrix that has no other empty cell there,
    the one above reaches over those below as well (a row of sums has empty cells of its own); so does the label of rows, one
    of which stands below the page end, and a cell of `above` whose words went on below the last rule, or are torn.
    """
    head = [cell for cell in below if cell.row == first]
    if any(cell.col not in last or cells[last[cell.col]].colspan != cell.colspan for cell in head):
        return below, 0
    both = [(cells[last[cell.col]], cell) for cell in head]
    torn = {cell.col for old, cell in both if cell.col in above.full and _is_torn_there(old, cell, is_said)}
    if _is_cut_row(both) or len(torn) == len(both) or _is_cut_label(both, cells, below):
        for old, cell in both:
            rowspan = old.rowspan + cell.rowspan - 1
            cells[last[cell.col]] = old._replace(lines=_joined(old, cell), rowspan=rowspan)
        return [cell for cell in below if cell.row != first], 1
    may_merge = len(head) > 2 and not any(_SUM.match(squeeze(one.text)) for one in both[0])
    is_full = may_merge and all(c.lines for c in below if c.row > first) and all(old.lines for old, _ in both)
    is_full_below = may_merge and all(cell.lines for _, cell in both) and _is_only_gap(cells, last)
    gone: set[int] = set()
    for old, cell in both:
        is_label = cell.col == 0 and old.rowspan > 1 and old.lines and not cell.lines and any(c.lines for c in head)
        if (
            is_label
            or (cell.col in above.spilt and len(above.spilt) < len(head))
            or cell.col in torn
            or (torn and old.lines and cell.text.startswith("※"))
            or _is_one_merged(old, cell, repeats_head=first > 0)
            or (is_full and not cell.lines)
            or (is_full_below and not old.lines)
        ):
            rowspan = old.rowspan + cell.rowspan
            cells[last[cell.col]] = old._replace(rowspan=rowspan, lines=_joined(old, cell))
            gone.add(cell.col)
    return [cell for cell in below if cell.row != first or cell.col not in gone], 0


def _is_only_gap(cells: list[Cell], last: dict[int, int]) -> bool:
    """Whether a table has empty cells in its last row alone, and others there."""
    ends = [cells[k] for k in last.values()]
    empty = [cell for cell in ends if not cell.lines]
    return 0 < len(empty) < len(ends) and sum(not cell.lines for cell in cells) == len(empty)


def _is_cut_row(both: list[tuple[Cell, Cell]]) -> bool:
    """Whether a page end cuts a row in two: what stands below goes on in mid-sentence, and at least one cell has ended above.

    Merged cells that reach over the row as well have their words on one side, and tell nothing; where their words alone stand
    below, one of them in mid-sentence, all others have ended. Words torn so that no others begin or end there tell most.
    """
    merged = [(old, cell) for old, cell in both if old.rowspan > 1 or cell.rowspan > 1]
    plain = [(old, cell) for old, cell in both if old.rowspan == cell.rowspan == 1]
    below = [(old, cell) for old, cell in plain if cell.lines]
    ended = [(old, cell) for old, cell in plain if old.lines and not cell.lines]
    torn = [(old, cell) for old, cell in merged if old.lines and cell.lines]
    words = [(old, cell) for old, cell in both if old.lines and cell.lines]
    is_mid_word = all(old.lines for old, _ in plain) and any(_is_torn(old, cell) for old, cell in words)
    if is_mid_word and len(both) > 2 and (torn or not ended):
        return all(_goes_on(old, cell) for old, cell in words)
    if torn and ended == plain:
        return all(old.rowspan > 1 for old, _ in torn) and any(_goes_on(old, cell) for old, cell in torn)
    if not below or not ended or torn:
        return False
    if len(plain) > 2 and len(below) + len(ended) == len(plain) and not any(old.lines for old, _ in below):
        return True  # centred words of a row: those of each cell on one page
    unlabelled = not merged and plain[0] == ended[0]
    long = all(len(old.text) >= _SHORTEST_SENTENCE for old, cell in below)
    return (unlabelled or long or is_mid_word) and all(_goes_on(old, cell) for old, cell in below)


def _is_cut_label(both: list[tuple[Cell, Cell]], cells: list[Cell], below: list[Cell]) -> bool:
    """Whether a page end cuts a row of a label table in two: its label stands on one page, and every other row has one."""
    if len(both) != 2 or any(one.rowspan > 1 for pair in both for one in pair):
        return False
    old, cell = both[0]
    if bool(old.lines) == bool(cell.lines):
        return False
    return all(one.lines for one in (*cells, *below) if one.col == 0 and one is not old and one is not cell)


def _is_one_merged(old: Cell, cell: Cell, *, repeats_head: bool) -> bool:
    """Whether a page end cuts one merged cell in two: its words stand on one page, in the middle of the rows it covers."""
    if old.lines and not cell.lines:
        return cell.rowspan > 1 or (old.rowspan > 1 and repeats_head)
    return bool(cell.lines) and not old.lines and old.rowspan > 1 and repeats_head
