"""A head alone at the foot of a page, without rules around: the words over the columns of the table on the next page."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.parse.pdf.cells import PageTable
from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.layout import TextLine
from pipeline.parse.pdf.rests import Loose, columns_under
from pipeline.records import Block, Box, Cell, Line

_LONGEST_HEAD = 20
_FEWEST = 3
_LEADING = 0.8
"""Lines of one head stand no more than so many em apart."""

_Words = list[TextLine]
"""The lines over one column, downwards."""


def head_over(done: Sequence[TextLine | Block], table: PageTable) -> tuple[PageTable | None, set[int]]:
    """What stands before a table that begins a page → the part with its head, one over each column, and the ids of its lines."""
    head = _foot(done, table.frame.number - 1)
    if len(head) != table.cols:
        return None, set()
    centres = [(x0 + x1) / 2 for x0, _, x1, _ in map(_box, head)]
    fits = all(x0 < x < x1 for x0, x, x1 in zip(table.xs, centres, table.xs[1:], strict=False))
    return _with_lines(table.xs, head) if fits else (None, set())


def head_at_foot(done: Sequence[TextLine | Block], number: int, loose: Loose) -> tuple[PageTable | None, set[int]]:
    """What stands before page `number`, and what is loose at its head → the part with a head about the columns there, ids of its lines."""
    head = _foot(done, number - 1)
    xs = columns_under(list(map(_box, head)), loose) if head else ()
    return _with_lines(xs, head) if xs else (None, set())


def _foot(done: Sequence[TextLine | Block], number: int) -> list[_Words]:
    """The words on the last line of a page, where they may be a head: three or more, all short; else those on its last lines."""
    above = [one for one in done if isinstance(one, TextLine) and one.frame.number == number]
    foot = max((line.box[3] for line in above), default=0.0)
    last = [line for line in above if foot - line.box[3] < 0.5 * line.size]
    if len(last) < _FEWEST:
        top, last = foot, []
        for line in sorted(above, key=lambda line: -line.box[3]):
            if top - line.box[3] > _LEADING * line.size:
                break
            last.append(line)
            top = min(top, line.box[1])
    columns: list[_Words] = []
    for line in sorted(last, key=lambda line: line.box[0]):
        if columns and line.box[0] < _box(columns[-1])[2]:
            columns[-1].append(line)
        else:
            columns.append([line])
    columns = [sorted(words, key=lambda line: line.box[1]) for words in columns]
    is_head = len(columns) >= _FEWEST and all(len(_text(words)) <= _LONGEST_HEAD for words in columns)
    return columns if is_head else []


def _box(words: _Words) -> Box:
    return union(line.box for line in words)


def _text(words: _Words) -> str:
    return "".join(line.line.text for line in words)


def _with_lines(xs: tuple[float, ...], head: list[_Words]) -> tuple[PageTable, set[int]]:
    """Words over columns with borders at `xs` → the part of their table that holds its head, and the ids of its lines."""
    frame, box = head[0][0].frame, union(map(_box, head))
    places = [frame.locate(_box(words)) for words in head]
    cells = tuple(
        Cell(0, col, 1, 1, (Line(_text(words), place),), place, is_header=True)
        for col, (words, place) in enumerate(zip(head, places, strict=True))
    )
    part = PageTable(frame, (xs[0], box[1], xs[-1], box[3]), xs, 1, len(head), cells)
    return part, {id(line) for words in head for line in words}
