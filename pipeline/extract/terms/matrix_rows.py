"""The rows of a matrix of terms: which names the columns, which part them, and which head the rows below them."""

from __future__ import annotations

import re

from pipeline.extract.statements.keywords import kinds_of
from pipeline.extract.terms.clauses import bind
from pipeline.extract.terms.units import unit_in, with_unit
from pipeline.folding import single_spaced
from pipeline.records import Block, Cell

# a column of 補助金, 支援内容, 経費助成 or 信用保証料補助 states terms, of whatever kind each cell says
OF_HELP = re.compile(
    r"^(?:(?:補助|助成|交付|支援|給付)(?:金|内容)?|(?:(?:経費|賃金|訓練|改修)|[^\s、。()（）]{0,6}(?:料|費|家賃))の?(?:補助|助成))(?:[(（][^()（）]*[)）])?$"
)
# ※…, 対象外: what stands over the columns of terms and heads no rows
_NO_SECTION = re.compile(
    r"^[\s　]*(?:[※＊*★☆†]|[(（]?注|(?:対象外|な[しい]|無し|未定|同上|別途|〃|[-－―—ー～])[\s　]*$)|[。:：]$|\n"
)
_LONGEST_SECTION = 40


def grid_of(table: Block) -> list[list[Cell | None]]:
    """Each slot of the grid with the cell that covers it."""
    grid: list[list[Cell | None]] = [[None] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for col in range(cell.col, min(cell.col + cell.colspan, table.cols)):
                grid[row][col] = cell
    return grid


def scaled(rows: list[list[Cell | None]], heads: list[str], label: str) -> list[list[Cell | None]]:
    """The rows with the unit that a head or the label names (単位：千円) put behind the bare numbers of its columns."""
    units = [unit_in(head) or unit_in(label) for head in heads]
    if not any(units):
        return rows
    return [[_with_unit(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in rows]


def _with_unit(cell: Cell | None, unit: str) -> Cell | None:
    if cell is None or not unit:
        return cell
    return cell._replace(lines=tuple(line._replace(text=with_unit(line.text, unit)) for line in cell.lines))


def header_of(grid: list[list[Cell | None]]) -> int | None:
    """The row that names a rate or a cap over values: the first with such a label and no value in it."""
    for number, row in enumerate(grid[:3]):
        named = [cell for cell in row if cell is not None and len(cell.text) <= 30 and names_terms(cell)]
        if named and not any(bind(cell.text) for cell in row if cell is not None) and number + 1 < len(grid):
            return number
    return None


def states_terms(grid: list[list[Cell | None]]) -> bool:
    """Whether a row is called 補助率 or 上限額 and has a value, though nothing says which column is whose."""
    named = [
        rest
        for head, *rest in grid
        if head is not None and len(head.text) <= 20 and kinds_of(single_spaced(head.text)) & {"rate", "cap"}
    ]
    return any(cell is not None and bind(cell.text) for rest in named for cell in rest)


def names_terms(cell: Cell) -> bool:
    """Whether what stands over a column names its values: 補助率, 上限額, 経費助成."""
    words = single_spaced(cell.text)
    return bool(kinds_of(words) or OF_HELP.match(words))


def bare_header(grid: list[list[Cell | None]]) -> int | None:
    """Under 助成率: a first row without values (区分｜中小企業｜大企業) over rows with some."""
    rows = [any(bind(cell.text) for cell in row if cell is not None) for row in grid]
    return 0 if len(rows) > 1 and not rows[0] and any(rows[1:]) else None


def without_header(grid: list[list[Cell | None]]) -> list[list[Cell | None]] | None:
    """Under 補助金額, 世帯｜100万円 ⏎ 単身｜60万円: the rows below a header of no words, where each is a name and its values.

    世帯｜100万円｜単身｜60万円, pairs side by side, are rows one below the other.
    """
    rows = grid
    if grid and len(grid[0]) > 2 and len(grid[0]) % 2 == 0 and all(map(_is_named, _pairs(grid))):
        rows = _pairs(grid)
    if not rows or not all(map(_is_named, rows)):
        return None
    return [[Cell(-1, col, 1, 1, (), "") for col in range(len(rows[0]))], *rows]


def _pairs(grid: list[list[Cell | None]]) -> list[list[Cell | None]]:
    pairs = [row[col : col + 2] for row in grid for col in range(0, len(row), 2)]
    return [pair for pair in pairs if any(cell is not None and cell.text for cell in pair)]


def _is_named(row: list[Cell | None]) -> bool:
    """A name, and values behind it."""
    name, *values = row
    is_name = name is not None and name.text and not bind(name.text) and not names_terms(name)
    return bool(is_name) and any(cell is not None and bind(cell.text) for cell in values)


def divides(row: list[Cell | None], header: list[Cell | None]) -> bool:
    """Whether a row parts the columns of terms: 小規模企業｜中小企業 below 助成額, no value and no cell as wide as the head's."""
    below: dict[int, dict[int, Cell]] = {}
    for cell, head in zip(row, header, strict=True):
        if cell is not None and head is not None and names_terms(head):
            below.setdefault(head.col, {})[cell.col] = cell
    if any(cell.rowspan == 1 and bind(cell.text) for cells in below.values() for cell in cells.values()):
        return False
    return any(len(cells) > 1 and all(_is_part(cell) for cell in cells.values()) for cells in below.values())


def _is_part(cell: Cell) -> bool:
    return cell.rowspan == 1 and 0 < len(cell.text) <= 20


def section_start(row: list[Cell | None], header: list[Cell | None]) -> int | None:
    """Where a cell begins that goes on to the last column and only says what the rows below it are of (通常枠), if one does."""
    cell = row[-1]
    if cell is None or cell.rowspan > 1 or not 0 < len(cell.text) <= _LONGEST_SECTION or _NO_SECTION.search(cell.text):
        return None
    heads = {head.col for head in header[cell.col :] if head is not None}
    return cell.col if len(heads) > 1 and not bind(cell.text) and not kinds_of(cell.text) else None


def sections_of(
    above: list[list[Cell | None]], row: list[Cell | None], header: list[Cell | None]
) -> list[list[Cell | None]]:
    """The rows that head a row, from the outermost: those of `above` beside whose section the same cells stand, and itself."""
    start = section_start(row, header)
    held = [
        one
        for one in above
        if (at := section_start(one, header)) is not None and one[:at] == row[:at] and (start is None or at < start)
    ]
    return held if start is None else [*held, row]
