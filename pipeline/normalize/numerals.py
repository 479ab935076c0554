"""Numbers in digits, kanji or a mix of both: `1億2,000万`, `二千二十五`, `三十一・八億`, `5万4千6百`.

kanjize reads 三五十 as 350 and 29.5 as 29; here a number either obeys the grammar or is refused.
"""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.folding import fold
from pipeline.records import Unreadable

_DIGITS = {char: value for value, chars in enumerate(
    ("〇零", "一壱壹弌", "二弐貳貮", "三参參弎", "四肆", "五伍", "六陸", "七漆柒質", "八捌", "九玖"),
) for char in chars}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "陌": 100, "千": 1000, "仟": 1000, "阡": 1000}
_TENS = {"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40}
_BIG = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}

DIGITS = r"(?:\d{1,3}(?: ?,\d{3})++(?! ?,|\d)|\d++(?! ?,\d{3}))(?: ?\.\d++)?"
"""Arabic digits with commas in groups of three: 1,500 · 8.29 · 20000 (never the 1 of 1,50); set loosely 67 .5 · 1 ,500."""
_KANJI_DIGITS = "〇零一二三四五六七八九壱弐参廿卅"
KANJI = rf"[{_KANJI_DIGITS}十百千拾]"
"""One kanji numeral below 万 as running text uses them."""
_PART = rf"(?:{DIGITS}|[{_KANJI_DIGITS}]++)"
NUMBER = (
    rf"(?:{DIGITS}|[{_KANJI_DIGITS}]++(?:・[{_KANJI_DIGITS}]++)?+|(?=[十百千拾]))(?: ?[十百千拾万億兆])*+"
    rf"(?:(?<=[十百千拾万億兆]) ?{_PART}(?: ?[十百千拾万億兆])++)*+"
    rf"(?:(?<=[十百千拾万億兆])(?:{_PART}(?:・[{_KANJI_DIGITS}]++ ?[万億兆]?)?+| {_PART}(?= ?円)))?+"
)
"""A number in running text, folded: 1億2,000万 · 二十万 · 1 000 is none · 百万. Possessive, so linear."""

_LONGEST = 64  # characters of one number; nothing that is printed comes near
# 1,500.25 | 〇八 or 三五 | 十 | 廿 | 万
_TOKEN = re.compile(
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
    rf"|(?P<kanji>[{''.join(_DIGITS)}]+)|(?P<small>[{''.join(_SMALL)}])|(?P<tens>[{''.join(_TENS)}])|(?P<big>[{''.join(_BIG)}])"
)
# 三十一・八億: kanji with a decimal point and perhaps one unit
_KANJI_DECIMAL = re.compile(rf"(.+)[・.]([{''.join(_DIGITS)}]+)([{''.join(_BIG)}]?)")
# 1000千, 200百万, 1.5億, 29.5: one number with its unit
_ONE_TERM = re.compile(rf"[\d,.]+[{''.join(_SMALL)}]?[{''.join(_BIG)}]?")
_SPACE_BY_UNIT = re.compile(r"(?<=[十百千万億兆]) (?=\S)|(?<=\S) (?=[十百千万億兆])")  # 九百万 六千, 1 億


def parse_number(text: str) -> Fraction:
    """Read one number that is the whole text, in digits, kanji or a mix; `Unreadable` for anything else.

    Refused: units out of order (十十, 1万0万), digits that overflow their place (三五十, 1万10千, 1千1000), 1,50.
    """
    words = _SPACE_BY_UNIT.sub("", fold(text).strip()).replace("○", "〇").replace("◯", "〇")
    sign = -1 if words[:1] in "-△▲" and words else 1
    value = read_number(words[1:] if words[:1] in ("-", "+", "△", "▲") else words)
    if value is None:
        raise Unreadable(f"数として読めません: {text!r}")
    return Fraction(sign * value)


def read_number(words: str) -> int | Fraction | None:
    """Read a folded number without spaces or sign; None where it breaks the grammar of numbers."""
    if len(words) > _LONGEST:
        return None
    if words.isdecimal():
        return int(words)
    decimal = _KANJI_DECIMAL.fullmatch(words)
    if decimal:
        whole = _read_terms(decimal[1])
        if whole is None or not isinstance(whole, int) or decimal[1][-1].isdigit():
            return None
        return (whole + Fraction(_read_digits(decimal[2]), 10 ** len(decimal[2]))) * _BIG.get(decimal[3], 1)
    return _read_terms(words)


def read_count(words: str) -> int:
    """Read the folded number of an hour, a day or a month; 99, which none of them has, where it is no whole number."""
    value = int(words) if words.isdecimal() else read_number(words)
    return value if isinstance(value, int) else 99


def _read_digits(word: str) -> int | Fraction:
    """1,500.5 or 〇八: digits of one kind → their value."""
    if word[0] in _DIGITS:
        return int("".join(str(_DIGITS[char]) for char in word))
    word = word.replace(",", "")
    return Fraction(word) if "." in word else int(word)


def _read_terms(words: str) -> int | Fraction | None:
    """Add up 5億 8千7百 6万 99: units fall from left to right, and every number fits the place it fills."""
    total: int | Fraction = 0  # of the closed myriads
    section: int | Fraction = 0  # of the open myriad
    number: int | Fraction | None = None  # digits that still want their unit
    is_run = False  # they are a kanji run such as 三五
    is_loose = False  # a number overflows its place (1000千, 1.5億): right only when it stands alone
    small, big = 10**4, 10**20  # the unit seen last, which the next must stay below
    position = 0
    for token in _TOKEN.finditer(words):
        if token.start() != position:
            return None
        position = token.end()
        kind, word = token.lastgroup, token[0]
        if kind in ("digits", "kanji"):
            if number is not None:
                return None
            number = _read_digits(word)
            is_run = kind == "kanji" and number > 9
            is_loose |= number.denominator != 1
        elif kind == "big":
            unit = _BIG[word]
            if unit >= big or (number is None and small == 10**4):
                return None
            if number is not None:
                if small < 10**4 and (number >= small or is_run):
                    return None
                section += number
            is_loose |= section >= 10**4
            total += section * unit
            section, number, small, big = 0, None, 10**4, unit
        else:
            unit = _SMALL.get(word) or 10
            if unit >= small or (number is not None and (is_run or number == 0 or kind == "tens")):
                return None
            is_loose |= number is not None and number >= 10
            section += _TENS[word] if kind == "tens" else unit * (1 if number is None else number)
            number, small = None, unit
    if position != len(words) or not words:
        return None
    if number is not None:
        if small < 10**4 and (number >= small or is_run):
            return None
        section += number
    if section >= big or (is_loose and not _ONE_TERM.fullmatch(words)):
        return None
    return total + section
