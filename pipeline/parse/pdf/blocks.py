"""Laid-out pages → blocks: headings with levels, paragraphs, list items, and tables joined over page ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.cut_columns import with_whole_columns
from pipeline.parse.pdf.layout import PageLayout, TextLine
from pipeline.parse.pdf.spanning import join_over_pages
from pipeline.parse.pdf.text.lines import LIST_MARK, logical_lines, opens_item
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Block, Box, Line

_SENTENCE_END = re.compile(r"[。．.！!？?、，,]$")  # 応援します！ is a catch phrase, not a heading
_PROSE = re.compile(r"[、。，]|[a-z,] [a-z]")
_BRACKETED = re.compile(
    r"[＜<〈《【〔≪［\[][^＞>〉》】〕≫］\]]{1,40}[＞>〉》】〕≫］\]](?:[ 　]*[(（][^)）]*[)）])?$"
)  # ＜見本市等出展＞
_MARKED = re.compile(r"[◇◆■□●◎▼▽▲★☆❖][ 　]*\S")  # ◇海外販路開拓支援事業
_CHAPTER = re.compile(r"第[0-9０-９一二三四五六七八九十]+[章編部節][ 　]*\S")  # 第1章 総則
_NUMBERED = re.compile(
    r"(?:[0-9０-９]{1,2}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4})[.．、][ 　]*[^0-9０-９\s]"  # 1. 産学連携コース
    r"|[0-9０-９]{1,2}(?:[-－‐.．][0-9０-９]{1,2}){1,2}[.．]?[ 　]+[^0-9０-９\s]"  # １－１　事業の目的
)
_BADGE = re.compile(r"(?:NEW|ＮＥＷ|新規|新着|新設)[!！]?")  # ◇試作品開発事業 ⏎ NEW
_WORD = re.compile(r"[^\W\d_]")  # 第1章, not the figures of an axis: 1,000 or 0% 50% 100%
_LONGEST_HEADING = 60
_LONGEST_TITLE = 30
_LARGER = 1.08
_NO_TITLE = re.compile(r"[:：。、]|[0-9０-９]{2}")  # 電話：076-…, 令和7年10月
_MOST_LINES = 3
_LONG, _FEWEST_FULL = 25, 3
"""So many lines of so many characters that end alike, within an em, were wrapped there, if they are of sentences."""
_LONGEST_STUB, _SHORTEST_TITLE = 2, 8
_SHORTEST_FULL = 10
"""A heading that fills a column has so many em at least."""


def to_blocks(pages: Sequence[PageLayout]) -> list[Block]:
    """Pages in order → the document's blocks in reading order."""
    body = _body(pages)
    pitch = _pitch(pages)
    items = _with_whole_headings(join_over_pages(pages), body)
    blocks: list[Block] = []
    heads: list[tuple[int, tuple[float, int]]] = []
    paragraph: list[TextLine] = []

    def flush() -> None:
        if paragraph:
            blocks.extend(_paragraph(paragraph))
            paragraph.clear()

    for position, item in enumerate(items):
        if isinstance(item, Block):
            flush()
            blocks.append(item)
            continue
        if heads and heads[-1][0] == len(blocks) - 1 and not paragraph and _BADGE.fullmatch(item.line.text):
            title = blocks[-1].lines[0]
            blocks[-1] = blocks[-1]._replace(lines=(title._replace(text=f"{title.text} {item.line.text}"),))
            continue
        following = items[position + 1] if position + 1 < len(items) else None
        is_last = bool(paragraph) and _same_paragraph(paragraph[-1], item, pitch) and _ends_list(paragraph, item)
        if not is_last and _is_heading(item, following, body):
            flush()
            heads.append((len(blocks), _rank(item)))
            box = item.box
            place = item.frame.locate(box)
            lines = (Line(item.line.text, place),)
            blocks.append(Block("heading", place, lines, item.frame.number, item.frame.displayed(box)))
            continue
        if paragraph and not _same_paragraph(paragraph[-1], item, pitch):
            flush()
        paragraph.append(item)
    flush()
    return with_whole_columns(_with_levels(blocks, heads))


def _body(pages: Sequence[PageLayout]) -> tuple[float, int, bool]:
    """Size, colour and weight of running text: the commonest, or the size of sentences where tables are set smaller."""
    sizes: Counter[tuple[float, int, bool]] = Counter()
    for page in pages:
        sizes.update(page.sizes)
    size, color, bold = sizes.most_common(1)[0][0] if sizes else (10.0, 0, False)
    prose: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            if isinstance(item, TextLine) and _SENTENCE_END.search(item.line.text):
                prose[item.style.size] += len(item.line.text)
    return max(size, prose.most_common(1)[0][0]) if prose else size, color, bold


def _pitch(pages: Sequence[PageLayout]) -> float:
    """The usual distance from one line of running text to the next, in em (1.2 set solid … 2.4 double spaced)."""
    found: list[float] = []
    for page in pages:
        for before, item in zip(page.items, page.items[1:], strict=False):
            if isinstance(before, TextLine) and isinstance(item, TextLine) and abs(before.line.x0 - item.line.x0) < 30:
                distance = (item.line.middle - before.line.middle) / item.line.size
                if 1.0 <= distance <= 2.4:
                    found.append(distance)
    return median(found) if found else 1.6


def _with_whole_headings(items: list[TextLine | Block], body: tuple[float, int, bool]) -> list[TextLine | Block]:
    """Puts the printed lines of a wrapped heading together: set larger than running text, each filling the page but the last."""
    whole: list[TextLine | Block] = []
    position = 0
    while position < len(items):
        item = items[position]
        below = items[position + 1] if position + 1 < len(items) else None
        is_cut = isinstance(item, TextLine) and (_is_wide(item, body) or _has_stub(item, below))
        run = [item] if isinstance(item, TextLine) and is_cut else []
        while run and position + len(run) < len(items) and _wraps(run[-1], items[position + len(run)]):
            run.append(items[position + len(run)])  # type: ignore[arg-type]
        text = "".join(line.line.text for line in run)
        is_whole = 1 < len(run) <= _MOST_LINES and len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text)
        if is_whole and _is_rest(run[-1], run[0]):
            box = union(line.box for line in run)
            (line,) = _as_one(run)
            printed = run[0].line._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3], text=line.text)
            whole.append(run[0]._replace(line=printed, box=box))
            position += len(run)
        else:
            whole.append(item)
            position += 1
    return whole


def _is_wide(item: TextLine, body: tuple[float, int, bool]) -> bool:
    """Whether a line set larger than running text goes over most of the page, or of its column or box."""
    if item.vertical or item.style.size < 1.15 * body[0]:
        return False
    wide, column = item.line.x1 - item.line.x0, item.edges[2] - item.edges[0]
    return _crosses_page(item) or wide >= max(0.8 * column, _SHORTEST_FULL * item.line.size)


def _has_stub(item: TextLine, below: TextLine | Block | None) -> bool:
    """Whether a character or two are left over from a marked title: ◇金沢未来のまち創造 ⏎ 館."""
    is_stub = isinstance(below, TextLine) and len(below.line.text) <= _LONGEST_STUB
    return is_stub and not item.vertical and _MARKED.match(item.line.text) is not None


def _crosses_page(item: TextLine) -> bool:
    return item.line.x1 - item.line.x0 >= 0.6 * item.frame.reading_size[0]


def _is_rest(last: TextLine, first: TextLine) -> bool:
    """Whether the last line of a heading is what did not fit in its column: two that stand there may be as long as it is wide."""
    if _crosses_page(first) or _MARKED.match(first.line.text):
        return True
    return last.line.x1 - last.line.x0 <= 0.5 * (first.line.x1 - first.line.x0)


def _wraps(before: TextLine, item: TextLine | Block) -> bool:
    """Whether a printed line of a heading goes on in the next one, set alike."""
    if not isinstance(item, TextLine) or item.frame.number != before.frame.number:
        return False
    alike = item.style == before.style and item.band == before.band
    near = 0.6 <= (item.line.middle - before.line.middle) / item.line.size <= 2.0
    if not (alike and near) or _MARKED.match(item.line.text) or _NUMBERED.match(item.line.text):
        return False
    return len(_as_one([before, item])) == 1


def _as_one(run: Sequence[TextLine]) -> tuple[Line, ...]:
    """The printed lines of a heading, put together where the column, or before a stub the title itself, leaves no room."""
    is_stub = len(run) == 2 and _has_stub(*run) and len(run[0].line.text) >= _SHORTEST_TITLE
    edges = union(line.box if is_stub else line.edges for line in run)
    return logical_lines([line.line for line in run], edges, run[0].frame, is_cell=is_stub)


def _is_heading(item: TextLine, following: object, body: tuple[float, int, bool]) -> bool:
    text, (size, color, bold) = item.line.text, body
    if len(text) > _LONGEST_HEADING or not _WORD.search(text):
        return False
    if item.band:
        return True
    if _SENTENCE_END.search(text):
        return False
    if item.style.size >= 1.3 * size or _CHAPTER.match(text):
        return True
    if _runs_on(item, following):
        return False
    if item.style.size >= 1.15 * size:
        return True
    heavy = item.style.bold and not bold
    stands_out = item.style.color != color or heavy
    if _BRACKETED.match(text) or (_MARKED.match(text) and (stands_out or len(text) <= 30)):
        return True
    if _NUMBERED.match(text) and len(text) <= 30:
        next_text = following.line.text if isinstance(following, TextLine) else ""
        return not _NUMBERED.match(next_text)
    return (heavy and len(text) <= 30 and item.style.size >= size) or _stands_over(item, following, size)


def _ends_list(above: Sequence[TextLine], item: TextLine) -> bool:
    """Whether a numbered line is set as those right above it that are no headings: 1. 法人 20万円 ⏎ 2. 個人 10万円."""
    numbered = [line for line in above if _NUMBERED.match(line.line.text)]
    is_level = bool(numbered) and abs(numbered[-1].line.x0 - item.line.x0) <= 0.5 * item.line.size
    return is_level and numbered[-1].style == item.style and _NUMBERED.match(item.line.text) is not None


def _stands_over(item: TextLine, following: object, size: float) -> bool:
    """Whether a short title is set a little larger than running text and stands over what is not: a table, a line of text."""
    if item.style.size < _LARGER * size or len(item.line.text) > _LONGEST_TITLE or _NO_TITLE.search(item.line.text):
        return False
    if isinstance(following, TextLine):
        return following.frame.number == item.frame.number and following.style.size * _LARGER <= item.style.size
    return isinstance(following, Block)


def _runs_on(item: TextLine, following: object) -> bool:
    """Whether a line fills its column and the next one goes on with the same type: the first line of a sentence."""
    if not isinstance(following, TextLine) or opens_item(following.line.text):
        return False
    alike = abs(following.line.size - item.line.size) < 0.5 and following.style.bold == item.style.bold
    near = 0.6 <= (following.line.middle - item.line.middle) / item.line.size <= 2.4
    return alike and near and item.edges[2] - item.line.x1 < 2.0 * item.line.size and len(item.line.text) > 15


def _rank(item: TextLine) -> tuple[float, int]:
    text = item.line.text
    if item.band or _CHAPTER.match(text):
        mark = 0
    elif _MARKED.match(text):
        mark = 1
    elif _BRACKETED.match(text):
        mark = 2
    elif _NUMBERED.match(text):
        mark = 3
    else:
        mark = 4 if LIST_MARK.match(text) else 2
    return (-round(item.style.size * (1.1 if item.band else 1.0)), mark)


def _with_levels(blocks: list[Block], heads: list[tuple[int, tuple[float, int]]]) -> list[Block]:
    ranks = sorted({rank for _, rank in heads})
    for position, rank in heads:
        blocks[position] = blocks[position]._replace(level=min(ranks.index(rank) + 1, 6))
    return blocks


def _same_paragraph(before: TextLine, item: TextLine, pitch: float) -> bool:
    if before.frame.number != item.frame.number or before.line.vertical != item.line.vertical:
        return False
    if abs(item.line.size - before.line.size) >= 1.5:
        return False
    if item.style.color != before.style.color and not _runs_over(before, item):
        return False
    if item.line.vertical:
        beside = before.line.x0 - item.line.x1
        return -0.3 * item.line.size <= beside <= 1.5 * item.line.size
    distance = (item.line.middle - before.line.middle) / item.line.size
    overlaps = item.line.x0 < before.line.x1 and before.line.x0 < item.line.x1
    return overlaps and 0.6 <= distance <= max(1.12 * pitch, 1.5)


def _runs_over(before: TextLine, item: TextLine) -> bool:
    """Whether a line fills its column within a sentence: words of another colour at the head of the next are stressed."""
    is_full = before.edges[2] - before.line.x1 < 1.2 * before.line.size and len(before.line.text) > _SHORTEST_FULL
    return is_full and not before.line.text.endswith("。") and not opens_item(item.line.text)


def _paragraph(lines: list[TextLine]) -> list[Block]:
    frame = lines[0].frame
    edges = _wrapped_at([line.line for line in lines], union(line.edges for line in lines))
    labels = [
        k for k, line in enumerate(lines) if k and line.bar and line.is_label
    ]  # on coloured ground: no rest of a line
    runs = [[line.line for line in lines[start:end]] for start, end in pairwise([0, *labels, len(lines)])]
    logical = [line for run in runs for line in logical_lines(run, edges, frame)]
    blocks: list[Block] = []
    plain: list[Line] = []

    def flush() -> None:
        if plain:
            box, place = _box(plain[0]), plain[0].locator
            if len(plain) > 1:
                box = union(_box(line) for line in plain)
                place = f"p.{frame.number} " + ",".join(f"{value:.1f}" for value in box)
            blocks.append(Block("paragraph", place, tuple(plain), frame.number, box))
            plain.clear()

    for line in logical:
        if LIST_MARK.match(line.text):
            flush()
            item = Line(line.text, line.locator, 1)
            blocks.append(Block("list_item", line.locator, (item,), frame.number, _box(line)))
        else:
            plain.append(line)
    flush()
    return blocks


def _wrapped_at(lines: Sequence[Piece], edges: Box) -> Box:
    """The box that the text of a paragraph could have filled: where long lines end alike, no further than they do."""
    right = max(line.x1 for line in lines)
    full = [line for line in lines if len(line.text) >= _LONG and right - line.x1 <= line.size and not line.vertical]
    is_prose = 2 * sum(_PROSE.search(line.text) is not None for line in full) >= max(len(full), 1)
    return (*edges[:2], right, edges[3]) if len(full) >= _FEWEST_FULL and is_prose else edges


def _box(line: Line) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = map(float, line.locator.split(" ", 1)[1].split(","))
    return (x0, top, x1, bottom)
