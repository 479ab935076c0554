"""Pieces to printed lines, and printed lines to logical ones: soft wraps are rejoined, hard breaks kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.parse.pdf.content import Frame, union
from pipeline.parse.pdf.text.characters import is_wide
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box, Line

LIST_MARK = re.compile(
    r"[・･※◆◇■□●○◎▲△▼▽★☆◯▪•►▶➢➤✓☑⇒→⇨➔＊*＜〈《【〔［\[≪<]"  # ・国内開催の…, ※対象経費が…, 【その他要件】, [社内研修] …
    r"|[①-⑳㈠-㉃㋐-㋾⑴-⒇⒈-⒛❶-❿]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][ .．、]"  # ①国内開催の…, ⑴ …
    r"|[(（][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{1,2}[)）]"  # (1) …, （ア）…, （一）…
    r"|[0-9０-９]{1,2}(?:[.．](?![0-9０-９])|[)）])"  # 1. 産学連携コース, 2) …
    r"|第[0-9０-９一二三四五六七八九十]+[条章節款項回次]"  # 第3条 …
    r"|[ア-ン][.．)）]|[-－‐ー―–] ?(?=[^-－‐ー―–0-9０-９])"  # ア）…, - 国の補助金
)
_FOOTNOTE = re.compile(r"[※＊*注]?[(（]?[0-9０-９]{0,2}[)）]?")  # ※, 1), ※２, (注3)
# 補助金限度額：①国内…, 休館日：年末年始 (not https://, nor the tail of a label: 補助限度 ⏎ 額：50万円, 休 ⏎ 館日：)
LABEL = re.compile(r"(?!(?:[額率等費者間限]|館日|館時間)[:：])[^\s:：、。，．,]{1,14}[:：](?!//)")
_RAISED = 0.8
"""The mark of a footnote is set smaller than so much of the size of its word."""
_NOT_AT_LINE_START = "、。，．）」』】〕］》〉！？・：；ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;!?％%℃〟’”"
_NOT_AT_LINE_END = "（「『【〔［《〈([{〝‘“"
_KATAKANA = re.compile(r"[ァ-ヺ]$")  # …取組イメ ⏎ ージです: a long vowel, no dash
_NARROWEST = 10
"""Running text narrower than so many em is a stack of labels: each printed line stands for itself."""
_UNBREAKABLE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ,.，．:/@_\-％%]+")  # 1,000, Zoom, 076-220-2204

_PART_BEFORE = re.compile(r"[0-9][0-9,:：)-]*$")
_PART_AFTER = re.compile(r"[,:：-]?[0-9]+(?:[,:：-][0-9]+)*")
# 1,000 / 000-000-0000 / 9:00: numbers whose parts are none, or other ones
_WHOLE = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+|(?=(?:[-)]?[0-9]){10,11}$)0[0-9]{1,4}[-)][0-9]{1,4}-[0-9]{3,4}|[0-9]{1,2}[:：][0-9]{2}"
)
_COMPLETE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*,?|" + _WHOLE.pattern)
# 対象経費の２／ ⏎ ３, 2 ⏎ 分の1: wide signs let a line end within a fraction
_TORN_FRACTION = re.compile(
    r"[0-9０-９](?:[/／]|分の)\n[0-9０-９]|[0-9０-９]\n(?:[/／]|分の)[0-9０-９]|[0-9０-９]分\nの[0-9０-９]"
)
# …できます。1 ⏎ 40人規模: printers that break lines anywhere tear plain numbers too
_LAST_DIGITS = re.compile(r"[^\x00-\x7f０-９]( ?)[0-9]{1,3}$")
_NOUGHTS = re.compile(r"0{1,2} ?[万千億円]")  # 最長2年度 50 ⏎ 0 万円
_ASKS = re.compile(r"(?:最大|最長|上限|約) [0-9]{1,3}$")  # 。最大 1 ⏎ 30 台
_FIRST_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})* ?[^\x00-\x7f０-９]")
_RUMP = re.compile(
    r"を|(?:す|ん|る|ます|です|せん)。"
)  # 発注、支払い ⏎ を完了した, 対象者を決めま ⏎ す。 No phrase begins so
_SHORT = re.compile(r"[^\s。、．，,.・]{2,12}")  # 募集期間
_FIGURE = re.compile(
    r"[△▲+－−-]?[0-9０-９][0-9０-９,，.．]*[%％年]?|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)  # 84,141, △0.5, 12.3％, 2005年, 1936年９月
_LONGEST_NUMBER = 24
_WIDE_PARTS = "０１２３４５６７８９－，：）"
_AS_NARROW = str.maketrans(_WIDE_PARTS, "0123456789-,:)")
_PHONE = re.compile(
    r"(?<![0-9])\(?0[0-9]{1,4}[-)][0-9]{1,4}-[0-9]{3,4}$"
)  # TEL:000-000-0000 is whole: no figures below go on with it
_OPEN_NUMBER = re.compile(r"[(（][0-9０-９]{0,3}$")  # TEL:（０７ ⏎ ６）…
_SPACED = re.compile(r"[0-9] [^\x00-\x7f]")  # 最長 2 年度: an author who sets figures apart
_OF_CONTENTS = re.compile(r"(?:[.．・…‥･][ 　]?){4,}[ 　]*[0-9０-９]{1,4}$")  # 策定の趣旨 ・・・・・・ １


class Printed(NamedTuple):
    """One printed line (or vertical column): the pieces on it, joined."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float
    style: int
    vertical: bool = False

    @property
    def middle(self) -> float:
        """The y halfway down."""
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom in points."""
        return (self.x0, self.top, self.x1, self.bottom)


def printed_lines(found: Sequence[Piece], widest_gap: float = 1e9) -> list[Printed]:
    """Pieces of one region → printed lines from top to bottom, vertical columns from right to left.

    A gap over `widest_gap` em keeps two lines on one baseline apart.
    """
    if len(found) == 1:
        return [_merge(found)]
    upright = [piece for piece in found if not piece.vertical]
    columns = sorted((piece for piece in found if piece.vertical), key=lambda p: (-round(p.centre / 4), p.top))
    rows: list[list[Piece]] = []
    for piece in sorted(upright, key=lambda p: (p.middle, p.x0)):
        if rows and _is_on(piece, rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [_merge([column]) for column in columns]
    sizes = [piece.size for piece in upright]
    for row in _with_raised_marks(rows) if sizes and min(sizes) < _RAISED * max(sizes) else rows:
        row.sort(key=lambda p: p.x0)
        current = [row[0]]
        for piece in row[1:]:
            if piece.x0 - current[-1].x1 > widest_gap * max(piece.size, current[-1].size):
                lines.append(_merge(current))
                current = []
            current.append(piece)
        lines.append(_merge(current))
    if columns and upright:
        lines.sort(key=lambda line: (line.top, line.x0))
    return lines


def _is_on(piece: Piece, row: list[Piece]) -> bool:
    """Whether a piece's middle lies off the median of a line (sorted) by half of the smaller type, of the larger one for an index (m²)."""
    half = len(row) // 2
    middle = row[half].middle if len(row) % 2 else (row[half - 1].middle + row[half].middle) / 2
    largest = max([p.size for p in row])
    is_index = len(piece.text) <= 4 and piece.size < 0.8 * largest
    return abs(piece.middle - middle) <= 0.5 * (largest if is_index else min(piece.size, largest))


def _with_raised_marks(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Puts the marks of footnotes, set small above the end of a word (小規模企業※, 増減数1)), behind the word they stand at."""
    for marks, row in pairwise(rows):
        for mark in [piece for piece in marks if _FOOTNOTE.fullmatch(piece.text)]:
            if any(_is_raised(mark, word) for word in row):
                marks.remove(mark)
                row.append(mark)
    return [row for row in rows if row]


def _is_raised(mark: Piece, word: Piece) -> bool:
    behind = word.x1 - word.size <= mark.x0 <= word.x1 + 0.8 * word.size
    return mark.size < _RAISED * word.size and behind and mark.bottom > word.top - 0.4 * mark.size


def _merge(row: Sequence[Piece]) -> Printed:
    if len(row) == 1:
        p = row[0]
        return Printed(p.x0, p.top, p.x1, p.bottom, p.text.rstrip(), p.size, p.style, p.vertical)
    text = row[0].text.rstrip()
    for left, right in pairwise(row):
        gap = right.x0 - left.x1
        text += (" " if gap > 0.19 * right.size or left.text[-1:] == " " else "") + right.text.rstrip()
    main = max(row, key=lambda p: len(p.text) * p.size)
    x0, top, x1, bottom = union(piece.box for piece in row)
    return Printed(x0, top, x1, bottom, text, main.size, main.style, main.vertical)


def logical_lines(printed: Sequence[Printed], edges: Box, frame: Frame, *, is_cell: bool = False) -> tuple[Line, ...]:
    """Printed lines of one cell or paragraph → logical lines; `edges` is the box that its text could have filled.

    A line is soft-wrapped when the first unbreakable word of the next one would not have fitted behind it; centred text
    of a cell is measured against the whole width.
    """
    if len(printed) == 1:
        return (_logical(printed, frame),)
    lines: list[Line] = []
    run: list[Printed] = []
    for line in printed:
        indented = (
            not is_cell
            and run
            and not line.vertical
            and line.x0 - run[-1].x0 > 0.8 * line.size
            and not opens_item(run[0].text)
        )
        if run and _tears(run[-1], line, edges):
            last = run[-1]
            box = union((last.box, line.box))
            run[-1] = line._replace(x0=box[0], top=box[1], bottom=box[3], text=last.text + line.text)
            continue
        outdented = not is_cell and run and not line.vertical and _stands_out(run, line)
        if run and (indented or outdented or not _continues(run[-1], line, edges, is_cell)):
            lines.append(_logical(run, frame))
            run = []
        run.append(line)
    if run:
        lines.append(_logical(run, frame))
    return tuple(lines)


def _stands_out(run: Sequence[Printed], line: Printed) -> bool:
    """Whether a short line without a stop begins to the left of those above: a label over its words, which are indented."""
    is_left = all(above.x0 - line.x0 > 0.8 * line.size for above in run[-2:])
    return is_left and _SHORT.fullmatch(line.text) is not None


def opens_item(text: str) -> bool:
    """Whether a line begins with a list mark or a label and so starts anew."""
    return bool(LIST_MARK.match(text) or LABEL.match(text))


def _continues(before: Printed, line: Printed, edges: Box, is_cell: bool) -> bool:
    if _is_torn(before.text, line.text):
        return True
    if is_cell and _FIGURE.fullmatch(line.text) and _FIGURE.fullmatch(before.text):
        return False
    is_long_vowel = line.text.startswith("ー") and _KATAKANA.search(before.text)
    if opens_item(line.text) and not is_long_vowel and _OPEN_NUMBER.search(before.text) is None:
        return False
    if abs(before.size - line.size) > 0.25 * max(before.size, line.size):
        return False
    if _RUMP.match(line.text) and before.vertical == line.vertical:
        return True
    if before.text[-1:].isdigit() and (
        _OF_CONTENTS.search(before.text[-60:]) or _is_phone_over(before.text, line.text)
    ):
        return False
    if before.vertical != line.vertical:
        return False
    word = first_word(line.text)
    advance = sum(1.0 if is_wide(c) else 0.5 for c in word) * line.size
    if "0" <= word[:1] <= "9" and (_SPACED.search(line.text) or _SPACED.search(before.text)):
        advance += 0.3 * line.size
    if not is_cell and before.text.endswith("。"):
        return False
    if not is_cell and not line.vertical and edges[2] - edges[0] < _NARROWEST * line.size:
        return False
    if line.vertical:
        return edges[3] - before.bottom < advance + 0.1 * line.size
    left, right = before.x0 - edges[0], edges[2] - before.x1
    room = right
    shift = abs(line.x0 + line.x1 - before.x0 - before.x1)
    is_centred = shift <= 0.2 * line.size < abs(line.x0 - before.x0) and not before.text[:1].isdigit()
    if is_cell and is_centred and 0 <= left < right:
        room = 2 * left  # centred, though the border at the right is but guessed
    elif is_cell and (abs(left - right) <= 0.6 * line.size or line.x0 - edges[0] > 1.5 * line.size):
        room = left + right
    return room < advance + 0.1 * line.size


def _is_phone_over(before: str, after: str) -> bool:
    """Whether a line ends with a whole telephone number and the next begins with figures: TEL:000-000-0000 ⏎ 150人規模."""
    return after[:1].isdigit() and _PHONE.search(before[-_LONGEST_NUMBER:].translate(_AS_NARROW)) is not None


def first_word(text: str) -> str:
    """The characters that a line break may not part: a number or Latin word, brackets and marks with their neighbour."""
    end = 0
    while end < len(text) and text[end] in _NOT_AT_LINE_END:
        end += 1
    match = _UNBREAKABLE.match(text, end)
    end = match.end() if match else end + 1
    while end < len(text) and text[end] in _NOT_AT_LINE_START:
        end += 1
    return text[:end]


def _is_torn(before: str, after: str) -> bool:
    """Whether a line ends within a number: 最大3,00 ⏎ 0万円, TEL:000-000- ⏎ 0000, TEL:000- ⏎ 000-0000, 9:0 ⏎ 0, ２／ ⏎ ３."""
    if (before[-1:] in "/／の分" or after[:1] in "/／分") and _TORN_FRACTION.search(f"{before[-3:]}\n{after[:3]}"):
        return True
    if before[-1:] in _WIDE_PARTS:
        before, after = before[-_LONGEST_NUMBER:].translate(_AS_NARROW), after[:_LONGEST_NUMBER].translate(_AS_NARROW)
    near = before[-_LONGEST_NUMBER:]
    if (head := _PART_AFTER.match(after)) is None or (tail := _PART_BEFORE.search(near)) is None:
        return False
    if _WHOLE.fullmatch(tail[0] + head[0]) is None:
        return False
    is_hour = ":" in head[0] and near[tail.start() - 1] in "～〜"  # 9:00～2 ⏎ 1:00
    is_begun = not head[0][0].isdigit() or (tail[0] == "0" and "-" in head[0]) or is_hour
    return is_begun or _COMPLETE.fullmatch(tail[0]) is None


def _tears(before: Printed, line: Printed, edges: Box) -> bool:
    """Whether a line that fills its column ends within a number that has no sign of its parts: 。1 ⏎ 40人."""
    if not (before.text[-1:].isdigit() and line.text[:1].isdigit()) or before.vertical or line.vertical:
        return False
    is_full = edges[2] - before.x1 < 0.6 * before.size and abs(before.size - line.size) < 0.1 * line.size
    if not is_full or (last := _LAST_DIGITS.search(before.text[-5:])) is None or not _FIRST_DIGITS.match(line.text):
        return False
    is_whole = _NOUGHTS.match(line.text) is not None or _ASKS.search(before.text[-8:]) is not None
    return not last[1] or is_whole  # behind a space figures may stand one below the other


def _logical(run: Sequence[Printed], frame: Frame) -> Line:
    if len(run) == 1:
        return Line(run[0].text, frame.locate(run[0].box))
    text = run[0].text
    for line in run[1:]:
        is_whole = is_wide(text[-1:]) or is_wide(line.text[:1]) or _is_torn(text, line.text)
        text += ("" if is_whole else " ") + line.text
    return Line(text, frame.locate(union(line.box for line in run)))
