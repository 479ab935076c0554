"""Numbers in digits, kanji or a mix: what is read, what is refused, and that every number comes back."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize import Unreadable, parse_number

READ = {
    "0": 0, "007": 7, "1234": 1234, "１２，３４５": 12345, "12.5": Fraction(25, 2), "0.05": Fraction(1, 20),
    "〇": 0, "零": 0, "七": 7, "十": 10, "十一": 11, "二十": 20, "百": 100, "百三": 103, "三百八": 308, "六百〇八": 608,
    "千二百十": 1210, "九千九百九十九": 9999, "一万": 10_000, "十万": 100_000, "百万": 1_000_000, "一千万": 10_000_000,
    "二千二十五": 2025, "二〇二五": 2025, "二○二五": 2025, "2千2十5": 2025, "2千25": 2025, "六零一": 601, "〇〇九": 9,
    "二百万零三百零二": 2_000_302, "四千零五万": 40_050_000, "捌萬貳拾": 80_020, "五万廿": 50_020, "九億６千万卌一": 960_000_041,
    "1億2,000万": 120_000_000, "3億4千８百万6": 348_000_006, "223兆4235億": 223_423_500_000_000, "9兆300億1008": 9_030_000_001_008,
    "12万5千": 125_000, "5万4千6百": 54_600, "530万5千": 5_305_000, "1.5億": 150_000_000, "8.29万": 82_900, "29.5": Fraction(59, 2),
    "1000千": 1_000_000, "200百万": 200_000_000, "12345万": 123_450_000, "二五〇万": 2_500_000, "三十一・八億": 3_180_000_000,
    "九百万 六千七百": 9_006_700, "1 億": 100_000_000, "-5": -5, "△500": -500, "▲1,000": -1000, "＋3": 3, "⼆⼗": 20,
}  # fmt: skip
REFUSED = [
    "", " ", "-", "十十", "三五十", "百二三", "1万10千", "1千1000", "1万0万", "1億10000万", "1万20000", "一万億", "万", "億万", "千百千",
    "1,50", "1,5000", "12,34,567", "1.5億2000万", "3億200百万", "1億2.5", "1.5.2", "三・五・二", "abc", "１０円", "1/2", "三分の二",
    "一二 三四", "5 6", "1e5", "½", "①", "--5", "億ション", "九州", "約10", "10以上", "0百", "1" * 100, "二十廿",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_reads(text: str, value: int | Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text: str) -> None:
    with pytest.raises(Unreadable, match="数として読めません"):
        parse_number(text)


_KANJI = "〇一二三四五六七八九"


def in_kanji(number: int) -> str:
    """Write a number below 京 in kanji, the plain way (an oracle of its own)."""
    if number == 0:
        return "〇"
    words = ""
    for unit, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        group, number = divmod(number, unit)
        if not group:
            continue
        for power, small in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, group = divmod(group, power)
            if digit:
                words += ("" if digit == 1 and small else _KANJI[digit]) + small
        words += name
    return words


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 10**16 - 1))
def test_every_number_comes_back_in_every_spelling(number: int) -> None:
    digits = str(number)
    mixed = "".join(
        f"{group}{name}"
        for unit, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))
        if (group := number // unit % 10**4)
    )
    spellings = [
        digits,
        f"{number:,}",
        f"{number:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，")),
        "".join(_KANJI[int(digit)] for digit in digits),
        in_kanji(number),
        mixed or "0",
    ]
    assert [parse_number(spelling) for spelling in spellings] == [number] * len(spellings)


@given(st.decimals(0, 10**6, places=3))
def test_every_decimal_comes_back(number) -> None:
    assert parse_number(f"{number}") == Fraction(number)
    assert parse_number(f"{number}億") == Fraction(number) * 10**8


@given(st.text(alphabet="0123456789,.・ 〇一二三十百千万億兆廿-△", max_size=12))
def test_answers_or_refuses(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(parse_number(text), Fraction)
