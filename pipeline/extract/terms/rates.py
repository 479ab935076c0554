"""The shares that a statement quotes → rates of help, with what they are reckoned on."""

from __future__ import annotations

import re
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

from pipeline.extract.statements import Statement
from pipeline.extract.terms.binder import Reading, Seen, Speaking, host_of, printed
from pipeline.extract.terms.help import is_help, part_of
from pipeline.extract.terms.words import base_kind
from pipeline.folding import single_spaced
from pipeline.records import Rate
from pipeline.rows import RateRow

# 利子補給率 年1.0%以内
_INTEREST = re.compile(r"利子|利息")
_FEE = re.compile(r"料$")
_FEE_HELPED = re.compile(r"^(\S{0,6}(?:保証|診断|登録|利用|使用|手数)料)の?(?:補助|助成)$")
_TIMES = re.compile(r"乗[じず]|掛け")
_REDUCED = re.compile(r"に(?:軽減|減額|減免)")


def rate_fact(reading: Reading, before: list[Seen], who: Speaking, statement: Statement) -> RateRow | None:
    """A bound share → a rate of help, or None where the share is quoted for another reason."""
    value = reading.bound.value
    assert isinstance(value, Rate)
    if value.share is not None and not 0 < value.share <= 1:
        return None  # 9:00～5割 is no help of nought, 1,000～5割 none of a thousand
    if not is_help(reading, before, statement):
        return None
    base = _base(reading, before, statement)
    whole = value.share == 1 or value.numerator is None
    share = Fraction(1) if whole else value.share
    assert share is not None
    return RateRow(
        **asdict(who),
        numerator=share.numerator,
        denominator=share.denominator,
        percent=(Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.01")),
        qualifier="full" if whole else _qualifier(reading, value),
        basis=base[0],
        basis_text=base[1] or None,
        rate_text=printed(statement, reading),
        locator=statement.locator,
    )


def _qualifier(reading: Reading, value: Rate) -> str:
    is_bound = any(words in reading.bound.after for words in ("以内", "超えない", "まで", "上限"))
    return "up_to" if is_bound or value.qualifier == "up_to" else "exact"


def _base(reading: Reading, before: list[Seen], statement: Statement) -> tuple[str, str]:
    if (whole := part_of(before, reading.bound.start)) is not None:
        words = f"{whole.bound.before}{whole.bound.value.text}".strip("①②③④⑤⑥⑦⑧⑨ \u3000:：")
        return "interest", single_spaced(words)
    if reading.words.base:
        return base_kind(reading.words.base), reading.words.base
    if _INTEREST.search(reading.bound.before) or "補給率" in statement.label_text:
        return "interest", ""
    host = host_of(reading, before)
    if host is not None and host.reading.words.base:
        return base_kind(host.reading.words.base), host.reading.words.base
    if reading.bound.joint and before and before[-1].reading.words.base:
        return base_kind(before[-1].reading.words.base), before[-1].reading.words.base
    if _FEE.search(reading.subject) and reading.bound.value.text == "全額":  # 診断料 全額補助
        return "fee", reading.subject
    if base_kind(reading.bound.holder + reading.bound.before) == "tax":  # 課税標準を3年間ゼロ～1/2に軽減
        return "tax", ""
    reduced = [seen.reading.words.base for seen in before if base_kind(seen.reading.words.base) == "tax"]
    if reduced and _REDUCED.match(reading.bound.after + reading.bound.rest):  # 課税標準を…1/2に軽減。…場合は1/4に軽減
        return "tax", reduced[-1]
    if fee := _FEE_HELPED.match(statement.label_text):  # a column of 信用保証料補助
        return "fee", fee[1]
    for head in reversed(statement.heads):  # 補助額は、…差額に次の率を掛けて算出:
        if _TIMES.search(head):
            return base_kind(head), head
    return "cost", ""
