"""Glyphs to printed lines, and printed lines to logical ones: soft wraps are rejoined, hard breaks kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Glyphs
from pipeline.records import Box, Line

LIST_MARK = re.compile(
    r"[・･※◆◇■□●○◎▲△▼▽★☆◯►▶➢✓•–⇒→＊*＜〈《【〔［\[≪<]"  # ・国内開催の…, ※対象経費が…, 【その他要件】, [社内研修] …
    r"|[①-⑳㈠-㉃㋐-㋾⑴-⒇⒈-⒛❶-❿ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]"  # ①国内開催の…, ⑴ …
    r"|[(（][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{1,2}[)）]"  # (1) …, （ア）…, （一）…
    r"|[0-9０-９]{1,2}(?:[.．](?![0-9０-９])|[)）])"  # 1. 産学連携コース, 2) …
    r"|(?:第[0-9０-９一二三四五六七八九十]+[条章節款項回次])"  # 第3条 …
    r"|[ア-ン][.．)）]|[-－‐ー―] ?(?=[^-－‐ー―0-9０-９])"  # ア）…, - 国の補助金
)
LABEL = re.compile(r"[^\s:：、。，．,]{1,14}[:：](?!//)")  # 補助金限度額：①国内…, 休館日：年末年始 (not https://)
_NOT_AT_LINE_START = "、。，．）」』】〕］》〉！？・：；ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;!?％%℃〟’”"
_NOT_AT_LINE_END = "（「『【〔［《〈([{〝‘“"
_WIDE = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\u2460-\u26ff]")
_UNBREAKABLE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ,.，．:/@_\-％%]+")  # 1,000, Zoom, 076-220-2204


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of glyphs on one baseline without a wide gap: `start` and `end` are positions in the page's glyphs."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float
    style: int
    start: int
    end: int

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line: the pieces on one baseline, joined in order of x."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float
    style: int

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)


def is_wide(char: str) -> bool:
    """Whether a character stands on the full-width grid (kanji, kana, full-width forms, ①)."""
    return _WIDE.match(char) is not None


def pieces(glyphs: Glyphs, cell: NDArray[np.int32]) -> list[Piece]:
    """Glyphs and the number of the cell each lies in (-1: none) → pieces, in the order drawn, cut at cell borders."""
    count = len(glyphs)
    if not count:
        return []
    sizes = np.array([style.size for style in glyphs.styles], np.float32)[glyphs.style]
    box = glyphs.box
    codes = np.fromiter(map(ord, glyphs.text), np.int32, count)
    blank = np.fromiter(map(str.isspace, glyphs.text), bool, count)
    solid = np.nonzero(~blank)[0]
    if not len(solid):
        return []
    after_blank = np.zeros(count, bool)
    after_blank[1:] = blank[:-1]
    middle = (box[:, 1] + box[:, 3]) / 2
    a, b = solid[:-1], solid[1:]
    size = np.maximum(sizes[a], sizes[b])
    gap = box[b, 0] - box[a, 2]
    wide = codes >= 0x2E80
    same_line = np.abs(middle[b] - middle[a]) <= 0.5 * size
    limit = np.where(after_blank[b], 2.2, 1.6) * size
    cut = ~same_line | (gap > limit) | (gap < -0.8 * size) | (cell[a] != cell[b])
    narrow = np.where(wide[a] & wide[b], 0.5, np.where(wide[a] | wide[b], 0.4, 0.2)) * size
    spaced = ~cut & ((gap > narrow) | (after_blank[b] & (gap > 0.12 * size)))
    starts = np.concatenate(([0], np.nonzero(cut)[0] + 1))
    ends = np.append(starts[1:], len(solid))
    x0 = np.minimum.reduceat(box[solid, 0], starts).tolist()
    top = np.minimum.reduceat(box[solid, 1], starts).tolist()
    x1 = np.maximum.reduceat(box[solid, 2], starts).tolist()
    bottom = np.maximum.reduceat(box[solid, 3], starts).tolist()
    biggest = np.maximum.reduceat(sizes[solid], starts).tolist()
    texts = [glyphs.text[k] for k in solid.tolist()]
    for k in np.nonzero(spaced)[0].tolist():
        texts[k] += " "
    style = glyphs.style[solid[starts]].tolist()
    firsts = solid[starts].tolist()
    lasts = solid[ends - 1].tolist()
    return [
        Piece(x0[k], top[k], x1[k], bottom[k], "".join(texts[s:e]), biggest[k], style[k], firsts[k], lasts[k] + 1)
        for k, (s, e) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
    ]


def printed_lines(found: list[Piece], widest_gap: float = 1e9) -> list[Printed]:
    """Pieces of one region → printed lines from top to bottom; a gap over `widest_gap` em keeps two lines apart."""
    if len(found) == 1:
        p = found[0]
        return [Printed(p.x0, p.top, p.x1, p.bottom, p.text.rstrip(), p.size, p.style)]
    rows: list[list[Piece]] = []
    for piece in sorted(found, key=lambda p: (p.middle, p.x0)):
        row = rows[-1] if rows else None
        if row and abs(piece.middle - median(p.middle for p in row)) <= 0.5 * min(piece.size, max(p.size for p in row)):
            row.append(piece)
        else:
            rows.append([piece])
    lines: list[Printed] = []
    for row in rows:
        row.sort(key=lambda p: p.x0)
        current = [row[0]]
        for piece in row[1:]:
            if piece.x0 - current[-1].x1 > widest_gap * max(piece.size, current[-1].size):
                lines.append(_merge(current))
                current = []
            current.append(piece)
        lines.append(_merge(current))
    return lines


def _merge(row: list[Piece]) -> Printed:
    text = row[0].text.rstrip()
    for left, right in zip(row, row[1:], strict=False):
        gap = right.x0 - left.x1
        needs = gap > (0.5 if is_wide(left.text[-1:]) and is_wide(right.text[:1]) else 0.25) * right.size
        text += (" " if needs or left.text[-1:].isspace() else "") + right.text.rstrip()
    main = max(row, key=lambda p: len(p.text) * p.size)
    return Printed(
        min(p.x0 for p in row),
        min(p.top for p in row),
        max(p.x1 for p in row),
        max(p.bottom for p in row),
        text,
        main.size,
        main.style,
    )


def logical_lines(printed: list[Printed], right_edge: float, page: int, *, left_edge: float | None = None) -> tuple[Line, ...]:
    """Printed lines of one cell or paragraph → logical lines, given the x up to which text could have run.

    A line is soft-wrapped when the first unbreakable word of the next one would not have fitted behind it; with
    `left_edge` (cells) centred text is measured against the whole width.
    """
    lines: list[Line] = []
    run: list[Printed] = []
    for line in printed:
        if run and not _continues(run[-1], line, right_edge, left_edge):
            lines.append(_logical(run, page))
            run = []
        run.append(line)
    if run:
        lines.append(_logical(run, page))
    return tuple(lines)


def opens_item(text: str) -> bool:
    """Whether a line begins with a list mark or a label and so starts anew."""
    return bool(LIST_MARK.match(text) or LABEL.match(text))


def _continues(before: Printed, line: Printed, right_edge: float, left_edge: float | None) -> bool:
    if opens_item(line.text) or abs(before.size - line.size) > 0.25 * max(before.size, line.size):
        return False
    word = first_word(line.text)
    advance = sum(1.0 if is_wide(c) else 0.5 for c in word) * line.size
    room = right_edge - before.x1
    if left_edge is not None:
        left, right = before.x0 - left_edge, right_edge - before.x1
        if abs(left - right) <= 0.6 * line.size or line.x0 - left_edge > 1.5 * line.size:
            room = left + right
    return room < advance + 0.1 * line.size


def first_word(text: str) -> str:
    """The characters that a line break may not part: a number or Latin word, brackets and marks with their neighbour."""
    end = 0
    while end < len(text) and text[end] in _NOT_AT_LINE_END:
        end += 1
    if match := _UNBREAKABLE.match(text, end):
        end = match.end()
    else:
        end += 1
    while end < len(text) and text[end] in _NOT_AT_LINE_START:
        end += 1
    return text[:end]


def _logical(run: list[Printed], page: int) -> Line:
    text = run[0].text
    for line in run[1:]:
        glue = "" if is_wide(text[-1:]) or is_wide(line.text[:1]) else " "
        text += glue + line.text
    return Line(text, locator(page, union(line.box for line in run)))


def union(boxes: object) -> Box:
    """The smallest box around all `boxes` (at least one)."""
    xs0, tops, xs1, bottoms = zip(*boxes, strict=True)  # type: ignore[call-overload]
    return (min(xs0), min(tops), max(xs1), max(bottoms))


def locator(page: int, box: Box) -> str:
    """`p.3 x0,top,x1,bottom` in points with one decimal, as the contract says."""
    return f"p.{page} {box[0]:.1f},{box[1]:.1f},{box[2]:.1f},{box[3]:.1f}"
