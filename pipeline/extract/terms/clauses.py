"""One grammar for clauses: which words of a line belong to which of its rates and sums.

A tokeniser and a small binder, not a parser library: the values come with their places from `pipeline.normalize`, so
only brackets, separators and a dozen particles are left to read; a grammar for lark would need a rule for every stretch
of free text between them and would refuse whole lines where one particle is new. Read from the outside in: brackets,
then clauses, then values; each value takes the words before it, its tail (以内, を上限, ／年度) and the brackets behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.normalize import parse_amounts, parse_rates
from pipeline.records import Amount, Rate

_OPEN, _CLOSE = "（(〔[［【", "）)〕]］】"
_DEEPEST = 6  # brackets within brackets; a text with more is broken
_GROUPED = re.compile(r"\s*\d{1,3}(?:[,，]\d{3})+\s*")  # 500,000 alone on its line is a sum, 17 may be a page's number
# 1,000人 and 9:00 hold no separator; 「…」 is a mention, opaque as a whole
_QUOTE = re.compile(r"「[^「」]*」|『[^『』]*』")
# 「50万円」または「20万円×人数」のいずれか低い額: a quote that holds nothing but a value and bounds
_QUOTED_VALUE = re.compile(
    r"「((?:最大|最高|上限)?[0-9０-９][0-9０-９.．,，/／億万千百分の]*[円％%割0-9０-９](?:[×xX][^「」0-9０-９]{1,10}数)?)」(?=または|又は|と「|の(?:いずれか|低い|少ない)|[をが](?:上限|限度)|を?(?:補助|助成|支援|支給|交付))"
)
# 、 between clauses; a tab or a wide gap stands for it: 初年度：1,000万円　２年目：350万円
_WEAK = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|(?<!又は)(?<!または)(?<!又は )、|[\t|｜]+|　+|[ ]{2,}")
_STRONG = re.compile(r"[。；;\n]|(?<=[^\d\s])[/／](?=[^\d])")
# 1万円/kW（上限4万円）, 2万円／台当たり: a unit behind a sum, with what follows it (brackets are blanked out as B)
_UNIT = re.compile(
    r"[/／][\s　]*[1１一]?[\s　]*(?:[kKｋ]?[WＷ][hHｈ]?|㎡|m[23]?|[人名台件社基棟戸頭回本個月日年]|[かカヶ箇]所|年度|団体|事業者|施設|事業所)(?=B|[、。]|当たり|あたり|当り|につき)"
)
_SENTENCE_END = re.compile(r"[。\n]")
# 定額補助 and a bare 定額 are shares; 定額適用, 定額を減じた額 only speak of one
_FLAT_SHARE = re.compile(r"$|[\s　、。，,・(（)）]|補助|助成|交付|で(?:補助|助成)")
# 1.5%の賃上げ, 20％以上減少, 5%以上, 30～40％削減, 利率から0.4%引き下げ: a measure of something, no share paid
_MEASURE = re.compile(
    r"(?:[～~〜－-][0-9０-９.．]+(?:[％%]|割))?[\s　]*(?:の?(?:賃上げ|賃金(?!助成)|電力|売上|付加価値|利益率|出資|株式|議決権|成長)|以上|を?超(?!えない)|未満|(?:の|ずつ)?(?:増加|減少|向上|上昇|削減|低下|引き?下げ(?!た額)))"
)
# 6,000万円超は1/2, 所得5億円以上の企業は1/3: a sum that says for whom, no sum paid
_LIMIT = re.compile(
    r"[\s　]*(?:を?超(?:える)?|以上|以下|未満)(?:の[^、。：:（()）0-9０-９]{1,12})?は(?![、,]|(?:補助|助成)?対象(?:外|と(?:し|なり)ま)|(?:補助|助成|交付|支給)し)"
)
# 対象経費が150,000円未満の場合、: a clause of condition states no value of its own
_CONDITION = re.compile(r"(?:場合|とき|際)(?:に)?(?:は|も)?[\s　]*$")
# または, ～ and the like join a value to the one before: 補助対象経費の1/2又は2/3, 2分の1～3分の2
_JOINT = re.compile(
    r"[\s　]*((?:又は|または)[\s　]*、?|もしくは|若しくは|及び|および|[~～〜\-－]|と(?!き)|から(?=[\s　]*$))[\s　]*"
)
# ～350万円, （下限なし）～350万円: a range without a lower end
_OPEN_END = re.compile(r"[\s　]*(?:[(（]?下限額?(?:な[しい]|無し)[)）]?[\s　]*)?([~～〜])[\s　]*$")
# what belongs to the value in front of it: 以内, まで, を上限, ／年度, /1件, ×人数, のいずれか低い額 …
_TAIL = re.compile(
    r"[\s　]*(?:(?:を|が)(?:上限|限度)(?:額)?(?:と(?:する|し(?:て)?|します))?|(?<=円)(?:上限|限度)(?!額)|(?<=円)[をが]?下限(?:額)?(?:と(?:する|し(?:て)?|します))?|以内(?:の額|とする|とします|と(?:し|なる))?|以下|以上(?:となる)?|未満|を?超えない(?:範囲|額|金額)?(?:内)?(?:で|の)?|を?超(?:え[るてた]?)?|"
    r"[×xX][\s　]*[^\s　0-9０-９×()（）、。]{0,8}?[人名台件社戸棟回者]数|まで|程度|のうち|相当(?:額|分)?|ずつ|[/／](?![\s　]*(?:上限|下限|限度|補助|助成))[\s　]*[0-9１-９一]?[\s　]*(?:m[23]|[^\s　、。,，;；:：/／()（）〔〕0-9０-９]{1,12})|"
    r"(?:の?いずれか|の)(?:低|少|小さ|早)[いな]*(?:額|方|金額)?|が上限|の額|の定額|定額|(?:補助|助成|軽減|減免)(?!率|措置|上限|限度|金|額|対象|下限|割合|事業|経費)|を乗じ(?:て得)?た額|を加算|加算(?![:：])|上乗せ|控除|です|だった(?=[^、。]{0,4}(?:上限|限度)))"
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A value with the words that the structure of its line gives it."""

    value: Rate | Amount
    start: int
    end: int
    """Offsets of the value with its tail in the line."""
    before: str
    """Its own words before it: from the last separator, the last value or the opening bracket."""
    after: str
    """The tail: 以内, を上限, ／年度 …"""
    asides: tuple[str, ...]
    """What stands in the brackets right behind it."""
    lead: str
    """Clauses without a value in front of its own, in the same sentence: `組合が利用する場合、`."""
    rest: str
    """The words behind tail and brackets, to the end of the sentence: を補助します."""
    host: Binding | None
    """The value in whose brackets it stands: 1/2（小規模企業者は2/3）."""
    holder: str
    """The words in whose brackets it stands where these belong to no value: 改修費（補助率2分の1）."""
    group: int
    """Values of one group share their subject: 中小企業者 1/2、限度額100万円／…"""
    sentence: int
    joint: str
    """What joins it to the value before: 又は, ～; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class _Frame:
    host: Binding | None
    holder: str
    group: int
    sentence: int
    depth: int = 0


def bind(line: str) -> list[Binding]:
    """All rates and sums of a line, in order, each with the words that belong to it."""
    line = _QUOTED_VALUE.sub(r" \1 ", line)
    values = _values(line)
    if not values:
        return []
    mask = _masked(line, values)
    return sorted(_region(line, mask, 0, len(line), values, _Frame(None, "", 0, 0)), key=lambda bound: bound.value.span)


def _values(line: str) -> list[Rate | Amount]:
    """Rates and sums in order, without those inside 「…」 and without overlaps (the longer one stays)."""
    quotes = [match.span() for match in _QUOTE.finditer(line)]
    found: list[Rate | Amount] = [*parse_rates(line), *parse_amounts(line, bare=bool(_GROUPED.fullmatch(line)))]
    found.sort(key=lambda value: (value.span[0], -value.span[1]))
    kept: list[Rate | Amount] = []
    for value in found:
        start, end = value.span
        if any(opening <= start and end <= closing for opening, closing in quotes):
            continue
        if kept and start < kept[-1].span[1]:
            continue
        if isinstance(value, Amount) and (_LIMIT.match(line, end) or line.startswith("コース", end)):  # 30円コース
            continue
        if isinstance(value, Rate) and (
            _MEASURE.match(line, end) or (value.numerator is None and not _FLAT_SHARE.match(line, end))
        ):
            continue
        kept.append(value)
    return kept


def _masked(line: str, values: list[Rate | Amount]) -> str:
    """The line with values and quotes blanked out by a letter that separates nothing."""
    masked = _QUOTE.sub(lambda match: "Q" * len(match.group()), line)
    for value in values:
        start, end = value.span
        masked = masked[:start] + "V" * (end - start) + masked[end:]
    return masked


def _brackets(mask: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost pairs of brackets in a stretch; an unclosed one runs to its end."""
    pairs, depth, opening = [], 0, start
    for position in range(start, end):
        letter = mask[position]
        if letter in _OPEN:
            if depth == 0:
                opening = position
            depth += 1
        elif letter in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                pairs.append((opening, position + 1))
    if depth:
        pairs.append((opening, end))
    return pairs


def _region(line: str, mask: str, start: int, end: int, values: list[Rate | Amount], frame: _Frame) -> list[Binding]:
    """Bind the values between two offsets, which lie on one level of brackets or below."""
    inside = [value for value in values if start <= value.span[0] and value.span[1] <= end]
    if not inside or frame.depth > _DEEPEST:
        return []
    pairs = _brackets(mask, start, end)
    flat = mask
    for opening, closing in pairs:
        flat = flat[:opening] + "B" * (closing - opening) + flat[closing:]
    own = [value for value in inside if not any(o <= value.span[0] < c for o, c in pairs)]
    bounds: list[Binding] = []
    group, sentence, lead = frame.group, frame.sentence, ""
    for clause_start, clause_end, separator in _clauses(flat, start, end, own):
        held = [value for value in own if clause_start <= value.span[0] < clause_end]
        if _CONDITION.search(flat, clause_start, clause_end):
            held = []
        nested = [pair for pair in pairs if clause_start <= pair[0] < clause_end]
        inner = _Frame(frame.host, frame.holder, group, sentence, frame.depth + 1)
        found = _clause(line, mask, (clause_start, clause_end), held, nested, values, inner, lead)
        bounds.extend(found)
        lead = "" if found else lead + line[clause_start:clause_end] + separator
        if separator.strip() and separator.strip() in "。；;/／":
            group += 1
            lead = ""
            if separator.strip() not in "/／":
                sentence += 1
    return bounds


def _clauses(flat: str, start: int, end: int, own: list[Rate | Amount]) -> Iterator[tuple[int, int, str]]:
    """Clauses of one level as (start, end, separator behind). A slash separates only where another value follows."""
    marks = [*_WEAK.finditer(flat, start, end), *_STRONG.finditer(flat, start, end)]
    marks.sort(key=lambda match: match.start())
    position = start
    for mark in marks:
        if mark.start() < position:
            continue
        if mark.group() in "/／" and (
            _UNIT.match(flat, mark.start()) or not _separates(flat, mark.end(), end, own, position)
        ):
            continue
        if not mark.group().strip() and not any(position <= value.span[0] < mark.start() for value in own):
            continue  # 通常枠　補助率2/3: a gap behind a head separates nothing
        yield position, mark.start(), mark.group()
        position = mark.end()
    yield position, end, ""


def _separates(flat: str, after: int, end: int, own: list[Rate | Amount], position: int) -> bool:
    """100万円／団体 is a unit, 限度額100万円／小規模企業者 2/3 a new clause: a value must follow before the next mark."""
    following = [match.start() for match in _WEAK.finditer(flat, after, end)]
    stop = following[0] if following else end
    preceded = any(position <= value.span[0] < after for value in own)
    return preceded and any(after <= value.span[0] < stop for value in own)


def _clause(
    line: str,
    mask: str,
    extent: tuple[int, int],
    held: list[Rate | Amount],
    nested: list[tuple[int, int]],
    values: list[Rate | Amount],
    frame: _Frame,
    lead: str,
) -> list[Binding]:
    """Bind the values of one clause; brackets behind a value are its asides, others belong to the words before them."""

    def inside(pair: tuple[int, int], host: Binding | None, holder: str) -> list[Binding]:
        return _region(line, mask, pair[0] + 1, pair[1] - 1, values, replace(frame, host=host, holder=holder))

    bounds: list[Binding] = []
    position, end = extent
    for number, value in enumerate(held):
        limit = held[number + 1].span[0] if number + 1 < len(held) else end
        start = position
        for pair in nested:
            if (
                start <= pair[0] < value.span[0]
            ):  # 改修費（補助率2分の1）、…: the words before the bracket hold its values
                bounds.extend(inside(pair, frame.host, line[start : pair[0]]))
        bound, behind = _bound(line, (start, limit), value, nested, frame, is_first=not bounds)
        bound = replace(bound, lead=lead if number == 0 else "")
        bounds.append(bound)
        for pair in behind:
            bounds.extend(inside(pair, bound, ""))
        position = bound.end
    for pair in nested:
        if pair[0] >= position:
            told = inside(pair, frame.host, line[position : pair[0]])
            if (
                told and not bounds
            ):  # 補助上限額は、商談会（100万円）、広報（200万円）: the clause in front is theirs too
                told[0] = replace(told[0], lead=lead + told[0].lead)
            bounds.extend(told)
            position = pair[1]
    return bounds


def _bound(
    line: str,
    extent: tuple[int, int],
    value: Rate | Amount,
    nested: list[tuple[int, int]],
    frame: _Frame,
    *,
    is_first: bool,
) -> tuple[Binding, list[tuple[int, int]]]:
    """(a value with the words of its extent, the brackets right behind it)."""
    start, limit = extent
    before = line[start : value.span[0]]
    joint = (_OPEN_END if is_first else _JOINT).match(before)
    end, after, asides, behind = _tail(line, value.span[1], limit, nested)
    bound = Binding(
        value=value,
        start=value.span[0],
        end=end,
        before=before[joint.end() :] if joint else before,
        after=after,
        asides=asides,
        lead="",
        rest=_SENTENCE_END.split(line[end:], maxsplit=1)[0],
        host=frame.host,
        holder=frame.holder,
        group=frame.group,
        sentence=frame.sentence,
        joint=joint[1].strip() if joint else "",
    )
    return bound, behind


def _tail(
    line: str, position: int, limit: int, nested: list[tuple[int, int]]
) -> tuple[int, str, tuple[str, ...], list[tuple[int, int]]]:
    """Tail words and brackets behind a value: (offset behind them, tail, asides, the brackets)."""
    openings = dict(nested)
    after, asides, inner = "", [], []
    while position < limit:
        if match := _TAIL.match(line, position, limit):
            after += match.group().strip()
            position = match.end()
            continue
        gap = position
        while gap < limit and line[gap] in " \u3000":
            gap += 1
        if gap not in openings:
            break
        closing = openings[gap]
        asides.append(line[gap + 1 : closing - 1])
        inner.append((gap, closing))
        position = closing
    return position, after, tuple(asides), inner
