"""One page's content → its pieces in reading order: tables with their cells, and lines of text outside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.cells import PageTable, count_pictured, page_table
from pipeline.parse.pdf.content import WHITE, Floats, Frame, PageContent, Style, union
from pipeline.parse.pdf.order import reading_order
from pipeline.parse.pdf.rests import Loose, loose_of
from pipeline.parse.pdf.tables import find_tables
from pipeline.parse.pdf.text.doubles import without_doubles
from pipeline.parse.pdf.text.piece import Piece
from pipeline.parse.pdf.text.pieces import pieces
from pipeline.parse.pdf.text.printed import printed_lines
from pipeline.parse.pdf.text.ruby import part_ruby
from pipeline.records import Box

PAGE_NUMBER = re.compile(
    r"[-－‐―–— ]*(?:p\.? ?)?(?:[0-9０-９]{1,2}[-－‐–])?[0-9０-９ivx]{1,4}[-－‐―–— ]*(?:[/／頁] ?[0-9０-９]*)?", re.I
)  # - 3 -, 3/10, 2－14
LABEL_LIKE = re.compile(r"[^\s0-9０-９、。:：◇◆■●・※]{1,5}(?: ?[^\s0-9０-９、。:：]{1,5}){0,3}")  # 対 象 者, 申請期間
_ALL = 0.9
# 対象者　市内の企業, 補助率：1/2
_LABEL_BEFORE = re.compile(r"[^:：\s]{1,16}(?:[:：]| +)\S")
# ２ 補助率, (3) 募集期間, ・補助限度額, ○申請受付開始：, 第１回募集（４月）
_MARKED_LABEL = re.compile(
    r"(?:(?:[0-9０-９]{1,2}(?:[.．、]|(?= ))|[(（][0-9０-９]{1,2}[)）]|[①-⑳]|[・○●◇◆■□]|第[0-9０-９]{1,2}[回次期]) ?)?"
    rf"{LABEL_LIKE.pattern}(?:[(（][^()（）]{{1,12}}[)）])?[:：]?"
)


_BAR = 3.2
"""A bar with a heading on it is no higher (em)."""
_AT_ONCE = 64
"""Columns that are measured at one time: a page of thousands of lines stays small."""


class TextLine(NamedTuple):
    """A printed line outside tables, with what headings are recognised by."""

    frame: Frame
    line: Piece
    box: Box
    """x0, top, x1, bottom in points."""
    style: Style
    band: bool
    edges: Box
    """The box that its text could have filled: the frame around it, or its column."""

    @property
    def vertical(self) -> bool:
        """Whether it is read downwards."""
        return self.line.vertical

    @property
    def size(self) -> float:
        """Its type size in points."""
        return self.line.size

    @property
    def is_label(self) -> bool:
        """Whether it reads like a label (対象者)."""
        return LABEL_LIKE.fullmatch(self.line.text) is not None

    @property
    def bar(self) -> Box | None:
        """The frame or coloured ground of one line's height that it stands on, if any."""
        return self.edges if self.edges != self.box and self.edges[3] - self.edges[1] <= _BAR * self.size else None

    @property
    def may_label(self) -> bool:
        """Whether it reads like a label with or without a mark, in a column of nothing else."""
        return _MARKED_LABEL.fullmatch(self.line.text) is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """Neighbouring columns of vertical text, to be read as one from right to left."""

    lines: tuple[TextLine, ...]
    box: Box
    """x0, top, x1, bottom in points."""

    vertical: ClassVar[bool] = True
    size: ClassVar[float] = 0.0
    is_label: ClassVar[bool] = False
    bar: ClassVar[Box | None] = None
    may_label: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A read page: items in reading order, and the marginal texts set apart (tabs, page numbers)."""

    frame: Frame
    items: tuple[TextLine | PageTable, ...]
    margin: tuple[Piece, ...]
    glyph_count: int
    sizes: Counter[tuple[float, int, bool]]
    has_pictures: bool
    pictured: int
    """Cells of tables that hold a picture or what may be outlined lettering, and no words."""
    ruby_count: int
    loose: Loose | None = None
    """What stands at the head, where rules do that draw no table."""

    @property
    def has_words(self) -> bool:
        """Whether it holds any words: a page number alone beside a picture is that of a scan."""
        if not self.has_pictures:
            return bool(self.items)
        return not all(isinstance(item, TextLine) and PAGE_NUMBER.fullmatch(item.line.text) for item in self.items)


def lay_out(content: PageContent) -> PageLayout:
    """A page's content → its tables and lines in reading order."""
    content = replace(content, glyphs=without_doubles(content.glyphs))
    tables = find_tables(content)
    inside: dict[int, list[Piece]] = {}
    outside: dict[int, list[Piece]] = {}
    words, ruby = part_ruby(pieces(content.glyphs, tables.cell))
    cell_of = tables.cell.tolist()
    for piece in words:
        number = cell_of[piece.glyph]
        (inside if number >= 0 else outside).setdefault(number, []).append(piece)
    page_tables: list[PageTable] = []
    pictured, drawn = 0, np.concatenate((content.pictures, content.outlines))
    for grid, offset, walled in zip(tables.grids, tables.offsets, tables.walled, strict=True):
        own = {n - offset: found for n, found in inside.items() if 0 <= n - offset < len(grid.slots)}
        page_tables.append(page_table(content.frame, content.tinted, grid, own, walled=walled))
        pictured += count_pictured(grid, own, drawn) if len(drawn) else 0
    sizes = _sizes(content)
    em = sizes.most_common(1)[0][0][0] if sizes else 10.0
    shades = content.shades.tolist()
    printed = [line for region in outside.values() for line in printed_lines(region, 1.6, shades)]
    body, margin = _set_margin_apart(printed, content)
    boxes = _text_boxes(content, tables.frames)
    lines = [_text_line(line, content, boxes) for line in body]
    ordered = reading_order([*_gather_columns(lines), *page_tables], em, (content.width, content.height))
    items = [one for item in ordered for one in (item.lines if isinstance(item, Columns) else (item,))]
    return PageLayout(
        content.frame,
        tuple(_with_edges(items)),
        tuple(margin),
        len(content.glyphs),
        sizes,
        bool(len(content.pictures)),
        pictured,
        len(ruby),
        loose_of(tables.loose, tables.bands, tables.grids, content.glyphs) if len(tables.loose) else None,
    )


def _gather_columns(lines: list[TextLine]) -> list[TextLine | Columns]:
    """Vertical lines side by side become one item, so that no column of another text comes between them."""
    groups: list[list[TextLine]] = []
    for line in sorted((line for line in lines if line.vertical), key=lambda item: -item.box[2]):
        for group in groups:
            last = group[-1].box
            overlap = min(last[3], line.box[3]) - max(last[1], line.box[1])
            shorter = min(last[3] - last[1], line.box[3] - line.box[1])
            if last[0] - line.box[2] <= 1.8 * line.line.size and overlap >= 0.5 * shorter:
                group.append(line)
                break
        else:
            groups.append([line])
    return [
        *(line for line in lines if not line.vertical),
        *(Columns(tuple(group), union(line.box for line in group)) for group in groups),
    ]


def _sizes(content: PageContent) -> Counter[tuple[float, int, bool]]:
    styles = content.glyphs.styles
    counts = np.bincount(content.glyphs.style, minlength=len(styles)).tolist()
    sizes: Counter[tuple[float, int, bool]] = Counter()
    for style, count in zip(styles, counts, strict=True):
        sizes[(style.size, style.color, style.bold)] += count
    return sizes


def _text_boxes(content: PageContent, frames: Sequence[Box]) -> list[Box]:
    """Boxes that text is set in, smallest first: frames, and coloured grounds (call-outs, bands)."""
    tinted = content.tinted.tolist()
    boxes: list[Box] = [(f[0], f[1], f[2], f[3]) for f in tinted] + list(frames)
    boxes.sort(key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))
    return boxes


def _text_line(line: Piece, content: PageContent, boxes: list[Box]) -> TextLine:
    style = content.glyphs.styles[line.style]
    if style.bold and _LABEL_BEFORE.match(line.text) and not _is_all_bold(line, content):
        style = replace(style, bold=False)
    around = next(
        (
            b
            for b in boxes
            if b[0] <= line.x0 + 1
            and b[2] >= line.x1 - 1
            and b[1] <= line.middle <= b[3]
            and b[3] - b[1] > 0.8 * line.size
        ),
        None,
    )
    if around is None:
        return TextLine(content.frame, line, line.box, style, False, line.box)
    band = around[3] - around[1] <= _BAR * line.size and style.color > 0x808080 and _luminance(style.color) > 0.7
    pad = max(min(line.x0 - around[0], 2.5 * line.size), 1.0)
    return TextLine(
        content.frame, line, line.box, style, band, (around[0] + pad, around[1], around[2] - pad, around[3])
    )


def _is_all_bold(line: Piece, content: PageContent) -> bool:
    """Whether hardly a glyph of a line is not bold: 対象者　市内の企業 begins with a label that is."""
    box, glyphs = content.glyphs.box, content.glyphs
    inside = (
        (box[:, 0] >= line.x0 - 1)
        & (box[:, 2] <= line.x1 + 1)
        & (box[:, 1] <= line.middle)
        & (box[:, 3] >= line.middle)
    )
    bold = [glyphs.styles[number].bold for number in glyphs.style[inside].tolist()]
    return bool(sum(bold) >= _ALL * len(bold))


def _luminance(color: int) -> float:
    return (0.3 * (color >> 16) + 0.59 * (color >> 8 & 255) + 0.11 * (color & 255)) / 255


def _set_margin_apart(lines: list[Piece], content: PageContent) -> tuple[list[Piece], list[Piece]]:
    """Parts index tabs at the sides and page numbers at head and foot from the text.

    On a page read sideways the sides are head and foot: what stands upright there as displayed is no tab. Neither is
    a column of a page set in columns.
    """
    body, margin = [], []
    upright = -content.frame.turns % 4 or None
    width, height = content.width, content.height
    at_sides = [line.x0 > 0.935 * width or line.x1 < 0.065 * width for line in lines]
    in_columns = [
        len(line.text) * (-1 if aside else 1) for line, aside in zip(lines, at_sides, strict=True) if line.vertical
    ]
    has_tabs = sum(in_columns) <= 0
    tabs = [
        (x0, top, x1, bottom)
        for (x0, top, x1, bottom), color in zip(content.fills.tolist(), content.fill_colors.tolist(), strict=True)
        if (x1 >= width - 3 or x0 <= 3) and x1 - x0 < 0.3 * width and bottom - top < 0.3 * height and color != WHITE
    ]
    for line, at_side in zip(lines, at_sides, strict=True):
        at_head = at_side and content.glyphs.styles[line.style].turns == upright
        at_end = line.bottom < 0.07 * height or line.top > 0.92 * height
        on_tab = any(
            x0 - 1 <= line.x0 and line.x1 <= x1 + 1 and top <= line.middle <= bottom for x0, top, x1, bottom in tabs
        )
        if (
            on_tab
            or (at_side and has_tabs and not at_head and (line.vertical or line.x1 - line.x0 <= 2.2 * line.size))
            or ((at_end or at_head) and PAGE_NUMBER.fullmatch(line.text))
        ):
            margin.append(line)
        else:
            body.append(line)
    return body, margin


def _with_edges(items: list[TextLine | PageTable]) -> list[TextLine | PageTable]:
    """Gives each unframed line the right edge of its column: the furthest that lines starting near it, or a table, reach.

    The column of a vertical line are the vertical lines of its size beside it. A table that begins further left also ends further right.
    """
    boxes = np.array([item.box for item in items], np.float64).reshape(-1, 4)
    tables = np.array([isinstance(item, PageTable) for item in items], bool)
    free = [isinstance(item, TextLine) and item.edges == item.box for item in items]
    starts = list(dict.fromkeys((item.box[0], item.size) for item, is_free in zip(items, free, strict=True) if is_free))
    known = dict(zip(starts, _columns(starts, boxes, tables), strict=True))
    done: list[TextLine | PageTable] = []
    for item, is_free in zip(items, free, strict=True):
        if isinstance(item, PageTable) or not is_free:
            done.append(item)
        elif item.vertical:
            done.append(item._replace(edges=_column_beside(item, items, boxes)))
        else:
            done.append(item._replace(edges=known[item.box[0], item.size]))
    return done


def _columns(starts: Sequence[tuple[float, float]], boxes: Floats, tables: NDArray[np.bool_]) -> list[Box]:
    """Where horizontal lines begin and their size → the box of each column: of all `boxes` that begin within four em."""
    columns: list[Box] = []
    for first in range(0, len(starts), _AT_ONCE):
        x0, size = np.array(starts[first : first + _AT_ONCE]).T[:, :, None]
        near = np.abs(boxes[:, 0] - x0) <= 4 * size
        rights = boxes[:, 2] - np.where(tables, np.maximum(x0 - boxes[:, 0], 0), 0)
        top = np.where(near, boxes[:, 1], np.inf).min(axis=1)
        right, bottom = (np.where(near, side, -np.inf).max(axis=1) for side in (rights, boxes[:, 3]))
        columns += zip(x0[:, 0].tolist(), top.tolist(), right.tolist(), bottom.tolist(), strict=True)
    return columns


def _column_beside(item: TextLine, items: Sequence[TextLine | PageTable], boxes: Floats) -> Box:
    """The box of a vertical line's column: that of the vertical lines of its size beside it."""
    x0, top, _, bottom = item.box
    near = np.array([other.vertical and abs(other.size - item.size) <= 0.05 * item.size for other in items], bool) & (
        np.abs(boxes[:, 0] - x0) <= 8 * item.size
    )
    overlap = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
    column = boxes[near & (overlap > 0.5 * (bottom - top))]
    return (x0, float(column[:, 1].min()), float(column[:, 2].max()), float(column[:, 3].max()))
