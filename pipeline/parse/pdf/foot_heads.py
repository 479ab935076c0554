"""A head alone at the foot of a page, without rules around: the words over the columns of the table on the next page."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.parse.pdf.cells import PageTable
from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.layout import TextLine
from pipeline.parse.pdf.rests import Loose, columns_under
from pipeline.parse.pdf.text.characters import is_wide
from pipeline.records import Block, Box, Cell, Line

_LONGEST_HEAD = 20
_FEWEST = 3
_SHORTEST_NAME = 2
"""Single characters with spaces between them are a name that is spread: 対 象 者."""
_LEADING = 0.8
"""Lines of one head stand no more than so many em apart."""

_Words = list[TextLine]
"""The lines over one column, downwards."""


def head_over(done: Sequence[TextLine | Block], table: PageTable) -> tuple[PageTable | None, set[int]]:
    """What stands before a table that begins a page or a column → the part with its head, one over each column, the ids of its lines.

    The head may stand in another column of text than the table: then it lies as far from that column's left end.
    """
    above = [one for one in done if isinstance(one, TextLine)]
    number = above[-1].frame.number if above else 0
    foot = _foot(above, number)
    head = foot if len(foot) == table.cols else _apart(foot)
    if number < table.frame.number - 1 or len(head) != table.cols:
        return None, set()
    box = union(map(_box, head))
    column = [line for line in above if line.frame.number == number and line.box[0] < box[2] and box[0] < line.box[2]]
    for shift in (0.0, table.xs[0] - min(line.box[0] for line in column)):
        centres = [(x0 + x1) / 2 + shift for x0, _, x1, _ in map(_box, head)]
        if all(x0 < x < x1 for x0, x, x1 in zip(table.xs, centres, table.xs[1:], strict=False)):
            return _with_lines(table.xs, head), _ids(foot)
    return None, set()


def head_at_foot(done: Sequence[TextLine | Block], number: int, loose: Loose) -> tuple[PageTable | None, set[int]]:
    """What stands before page `number`, and what is loose at its head → the part with a head about the columns there, ids of its lines."""
    head = _foot(done, number - 1)
    xs = columns_under(list(map(_box, head)), loose) if head else ()
    return (_with_lines(xs, head), _ids(head)) if xs else (None, set())


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


def _apart(head: list[_Words]) -> list[_Words]:
    """Names of a head, those that a space divides (補助率 限度額) apart, each as wide as its characters and evenly spaced."""
    apart: list[_Words] = []
    for words in head:
        names = words[0].line.text.split(" ")
        if len(words) > 1 or min(map(len, names)) < _SHORTEST_NAME:
            apart.append(words)
            continue
        line = words[0]
        wide = [sum(1.0 if is_wide(c) else 0.5 for c in name) * line.size for name in names]
        gap = (line.box[2] - line.box[0] - sum(wide)) / max(1, len(names) - 1)
        for k, name in enumerate(names):
            x0 = line.box[0] + sum(wide[:k]) + gap * k
            piece = line.line._replace(text=name, x0=x0, x1=x0 + wide[k])
            apart.append([line._replace(line=piece, box=(x0, line.box[1], x0 + wide[k], line.box[3]))])
    return apart


def _ids(head: list[_Words]) -> set[int]:
    return {id(line) for words in head for line in words}


def _box(words: _Words) -> Box:
    return union(line.box for line in words)


def _text(words: _Words) -> str:
    return "".join(line.line.text for line in words)


def _with_lines(xs: tuple[float, ...], head: list[_Words]) -> PageTable:
    """Words over columns with borders at `xs` → the part of their table that holds its head."""
    frame, box = head[0][0].frame, union(map(_box, head))
    places = [frame.locate(_box(words)) for words in head]
    cells = tuple(
        Cell(0, col, 1, 1, (Line(_text(words), place),), place, is_header=True)
        for col, (words, place) in enumerate(zip(head, places, strict=True))
    )
    return PageTable(frame, (xs[0], box[1], xs[-1], box[3]), xs, 1, len(head), cells)
