"""Printed lines → logical ones: soft wraps are rejoined, hard breaks kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.parse.pdf.content import Frame, union
from pipeline.parse.pdf.text.characters import is_wide
from pipeline.parse.pdf.text.numbers import is_phone_over, is_torn, is_torn_plainly
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box, Line

LIST_MARK = re.compile(
    r"[・･※◆◇■□●○⚫⚪◎▲△▼▽★☆◯▪•►▶➢➤✓☑⇒→⇨➔＊*＜〈《【〔［\[≪<]|〇(?![〇一二三四五六七八九十])"  # ・国内開催の…, ※対象経費が…, 【その他要件】, [社内研修] …
    r"|[①-⑳㈠-㉃㋐-㋾⑴-⒇⒈-⒛❶-❿]|[Ⅰ-Ⅻⅰ-ⅻ][ .．、)）]|[A-Za-zＡ-Ｚａ-ｚ](?:[)）]|[.．](?=[^\x00-\x7f]))"  # ①国内開催の…, ⑴ …
    r"|[(（](?:[0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{1,2}|注[0-9０-９]{0,2})[)）]"  # (1) …, （ア）…, （注）…
    r"|[0-9０-９]{1,2}(?:[.．](?![0-9０-９])|[)）])"  # 1. 産学連携コース, 2) …
    r"|第[0-9０-９一二三四五六七八九十]+[条章節款項回次]"  # 第3条 …
    r"|[ア-ン][.．)）]|[-－‐ー―–] ?(?=[^-－‐ー―–0-9０-９])"  # ア）…, - 国の補助金
)
# 補助金限度額：①国内…, 休館日：年末年始 (not https://, nor the tail of a label: 補助限度 ⏎ 額：50万円, 休 ⏎ 館日：)
LABEL = re.compile(
    r"(?!(?:[額率等費者間限]|館日|館時間|度額|[助成][率額]|象(?:者|経費)|[集付請]期間)[:：])[^\s:：、。，．,]{2,14}[:：](?!//)"
)
_NOT_AT_LINE_START = "、。，．）」』】〕］》〉！？・：；ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;!?％%℃〟’”"
_NOT_AT_LINE_END = "（「『【〔［《〈([{〝‘“"
_KATAKANA = re.compile(r"[ァ-ヺ]$")  # …取組イメ ⏎ ージです: a long vowel, no dash
_NARROWEST = 10
"""Running text narrower than so many em is a stack of labels: each printed line stands for itself."""
_AT_RIGHT = 3.0
"""A line of a cell that begins so many em further right than the next stands at the right: a unit, or beyond a diagonal."""
_PROSE = re.compile(r".{14}[^0-9０-９]$")
"""A line too long to be one of a list of names, and no entry of accounts."""
_OPEN_SENTENCE = re.compile(r"(?=.{25}).*[、。].*[一-龠々ぁ-んァ-ヶ]$")
"""A long line of prose that ends within a sentence."""
_BLANK_LINE = 1.7
"""Lines of a cell so many times as far apart as its closest ones, and as they are high, have a blank line between them."""
_UNBREAKABLE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ,.，．:/@_\-％%]+")  # 1,000, Zoom, 076-220-2204

# 発注、支払い ⏎ を完了した, 対象者を決めま ⏎ す。, 補助金 ⏎ は交付されま ⏎ せん, 販路開拓等 ⏎ の取組: no phrase begins so
_RUMP = re.compile(
    r"を|(?!は種|し尿|り災|き損|く体|と畜)[のはがにでとへもすくしりきたなれけえ](?=[一-龠々ァ-ヴ「『])|から|まで(?!も)|よ(?:って[^、]|る[^くと])"
    r"|[るんっゃゅょッャュョァィゥェォ、。]|り[、。]|れ[るたてばな]|られ|ぞれ|き続|せん|です。|で?きま|だ[きくさ]"
    r"|ま(?:す|せん)|す(?:る(?!が)|。)|し(?:た(?!が)|て|ない|ます|ません)|さ(?:れ|い。|せ[るたて])|て(?:いる|いた|いま|いな|くだ|は)|くださ"
    r"|い(?:る|ます|ません|ない|ただ|たし)|な(?:っ|く|る|い|ど|ら[なず])|と(?:い[うた]|して|する|な[るっりら]|き[、は])|こと[^ば]|ため[、に。]"
    r"|お(?:いて|ける)|ある(?:こと|もの|者|場合)|か[。、]"
)
_STOP = re.compile(r"[。！？!?：:](?:[(（][^()（）]*[)）])?$")
_NEARLY, _SHORTEST_BEFORE = 0.15, 6
"""How much of a column's width a full line may leave white; and so many characters a line has that a rest can follow."""
_SHORT = re.compile(r"(?:[0-9０-９]{1,2}[ 　])?[^\s。、．，,.・]{2,12}")  # 募集期間, 3 受付期間
# 84,141, △0.5, 12.3％, 2005年, 1936年９月
_FIGURE = re.compile(r"[△▲+－−-]?[0-9０-９][0-9０-９,，.．]*[%％年]?|\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_FIGURES = re.compile(r"[0-9０-９]+")
_ENTRY = re.compile(r"[^0-9０-９\s、。]+ [△▲]?[0-9０-９][0-9０-９,，.．/／]*[^0-9０-９\s、。]{0,2}")  # 総合職 200,700
_ROW = re.compile(r"[0-9△▲+−–,.%()-]+(?: [0-9△▲+−–,.%()-]+)+")  # 62,387 38 -0.06
_SUM = re.compile(r"[^、。]+ [△▲]?[0-9]{1,3}(?:,[0-9]{3})+")  # 001 監査委員 ３人 13,626
_UNIT = re.compile(r"[円万千百億兆年月日時人名個件部台枚本回社店戸世%％㎡㎥ｍ,.)）]")
_OPEN_NUMBER = re.compile(r"[(（][0-9０-９]{0,3}$")  # TEL:（０７ ⏎ ６）…
_SPACED = re.compile(r"[0-9] [^\x00-\x7f]")  # 最長 2 年度: an author who sets figures apart
_OF_CONTENTS = re.compile(r"(?:[.．・…‥･][ 　]?){4,}[ 　]*[0-9０-９]{1,4}$")  # 策定の趣旨 ・・・・・・ １


def logical_lines(printed: Sequence[Piece], edges: Box, frame: Frame, *, is_cell: bool = False) -> tuple[Line, ...]:
    """Printed lines of one cell or paragraph → logical lines; `edges` is the box that its text could have filled.

    A line is soft-wrapped when the first unbreakable word of the next one would not have fitted behind it; centred text
    of a cell is measured against the whole width.
    """
    if len(printed) == 1:
        return (_logical(printed, frame),)
    lines: list[Line] = []
    run: list[Piece] = []
    pitches = _pitches(printed) if is_cell and len(printed) > 2 else {}
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
        pitch = pitches.get(round(line.size))
        is_apart = run and pitch is not None and line.middle - run[-1].middle > _BLANK_LINE * max(pitch, line.size)
        begins = indented or outdented or is_apart
        if run and (begins or not _continues(run[-1], line, edges, is_cell)):
            is_rest = _is_rump(run[-1], line) or (not is_cell and _hangs(run, line, edges))
            if not is_rest:
                lines.append(_logical(run, frame))
                run = []
        run.append(line)
    if run:
        lines.append(_logical(run, frame))
    return tuple(lines)


def _pitches(printed: Sequence[Piece]) -> dict[int, float]:
    """How far lines of each size of type, in whole points, stand apart where they stand closest."""
    pitches: dict[int, float] = {}
    for above, below in pairwise(printed):
        size = round(below.size)
        if round(above.size) == size and not below.vertical:
            pitches[size] = min(below.middle - above.middle, pitches.get(size, float("inf")))
    return pitches


def _stands_out(run: Sequence[Piece], line: Piece) -> bool:
    """Whether a short line without a stop begins to the left of those above: a label over its words, which are indented."""
    is_left = all(above.x0 - line.x0 > 0.8 * line.size for above in run[-2:])
    return is_left and _SHORT.fullmatch(line.text) is not None


def opens_item(text: str) -> bool:
    """Whether a line begins with a list mark or a label and so starts anew."""
    return bool(LIST_MARK.match(text) or LABEL.match(text))


def _continues(before: Piece, line: Piece, edges: Box, is_cell: bool) -> bool:
    """Whether a printed line goes on the one before it, by its words or as it had no room there."""
    by_words = _goes_on(before, line, is_cell)
    if by_words is not None:
        return by_words
    if not is_cell and not line.vertical and edges[2] - edges[0] < _NARROWEST * line.size:
        return False
    if is_cell and not line.vertical and before.x0 - line.x0 > _AT_RIGHT * line.size:
        return False
    word = first_word(line.text)
    advance = sum(1.0 if is_wide(c) else 0.5 for c in word) * line.size
    if "0" <= word[:1] <= "9" and (_SPACED.search(line.text) or _SPACED.search(before.text)):
        advance += 0.3 * line.size
    if not is_cell and _OPEN_SENTENCE.match(before.text) and "。" in line.text:
        advance += line.size  # text is set narrower than the tables of its page
    room = edges[3] - before.bottom if line.vertical else _room(before, line, edges, is_cell)
    return room < advance + 0.1 * line.size


def _is_rump(before: Piece, line: Piece) -> bool:
    """Whether a line can only be the rest of the one before it, set alike, wherever it stands."""
    if not _RUMP.match(line.text) or _STOP.search(before.text) or len(before.text) < _SHORTEST_BEFORE:
        return False
    return before.vertical == line.vertical and abs(before.size - line.size) <= 0.25 * max(before.size, line.size)


def _hangs(run: Sequence[Piece], line: Piece, edges: Box) -> bool:
    """Whether a line hangs under the words of a list item whose last line nearly fills the column, within a sentence."""
    first, before = run[0], run[-1]
    if line.vertical or not 0.8 * line.size < line.x0 - first.x0 < 4 * line.size or opens_item(line.text):
        return False
    is_full = edges[2] - before.x1 < _NEARLY * (edges[2] - edges[0])
    is_level = before is first or abs(line.x0 - before.x0) <= 0.2 * line.size
    return (
        is_full and is_level and opens_item(first.text) and not _STOP.search(before.text) and before.size == line.size
    )


def _goes_on(before: Piece, line: Piece, is_cell: bool) -> bool | None:
    """Whether a line goes on the one before it, or begins anew, as words and type say; None where its place tells."""
    if is_torn(before.text, line.text):
        return True
    if is_cell and _are_entries(before.text, line.text):
        return False
    is_long_vowel = line.text.startswith("ー") and _KATAKANA.search(before.text)
    if opens_item(line.text) and not is_long_vowel and _OPEN_NUMBER.search(before.text) is None:
        return False
    if before.vertical != line.vertical or abs(before.size - line.size) > 0.25 * max(before.size, line.size):
        return False
    if before.text[-1:].isdigit() and (_OF_CONTENTS.search(before.text[-60:]) or is_phone_over(before.text, line.text)):
        return False
    return False if not is_cell and before.text.endswith("。") else None


def _are_entries(before: str, text: str) -> bool:
    """Whether two lines are entries of a list: figures, names with a figure each, one name with two figures (１級, ２級), a sum first."""
    if any(form.fullmatch(before) and form.fullmatch(text) for form in (_FIGURE, _ENTRY, _ROW)):
        return True
    if _SUM.fullmatch(before) and not _UNIT.match(text):
        return True
    return before != text and _FIGURES.sub("0", before) == _FIGURES.sub("0", text)


def _room(before: Piece, line: Piece, edges: Box, is_cell: bool) -> float:
    """How much white, in points, a printed line leaves for a word behind it."""
    left, right = before.x0 - edges[0], edges[2] - before.x1
    if not is_cell:
        return right
    shift = abs(line.x0 + line.x1 - before.x0 - before.x1)
    is_centred = shift <= 0.2 * line.size < abs(line.x0 - before.x0) and not before.text[:1].isdigit()
    if is_centred and 0 <= left < right:
        return 2 * left  # though the border at the right is but guessed
    is_prose = abs(line.x0 - before.x0) <= 0.2 * line.size < abs(line.x1 - before.x1) and _PROSE.search(before.text)
    may_be_centred = abs(left - right) <= 0.6 * line.size and not is_prose
    return left + right if may_be_centred or line.x0 - edges[0] > 1.5 * line.size else right


def _tears(before: Piece, line: Piece, edges: Box) -> bool:
    """Whether a line that fills its column ends within a number."""
    if edges[2] - before.x1 >= 0.6 * before.size or before.vertical or line.vertical:
        return False
    return abs(before.size - line.size) < 0.1 * line.size and is_torn_plainly(before.text, line.text)


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


def _logical(run: Sequence[Piece], frame: Frame) -> Line:
    if len(run) == 1:
        return Line(run[0].text, frame.locate(run[0].box))
    text = run[0].text
    for line in run[1:]:
        is_whole = is_wide(text[-1:]) or is_wide(line.text[:1]) or is_torn(text, line.text)
        text += ("" if is_whole else " ") + line.text
    return Line(text, frame.locate(union(line.box for line in run)))
