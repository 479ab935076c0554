"""Whatever the text: the readers answer, their places hold, and their time grows no faster than the text."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.folding import clean
from pipeline.normalize import Unreadable, parse_amounts, parse_number, parse_periods, parse_rates, parse_wareki
from pipeline.normalize.money import unread_sums
from pipeline.normalize.rates import impossible_rates
from pipeline.normalize.rounding import find_roundings

LISTING = (parse_periods, parse_rates, parse_amounts, find_roundings)
ALPHABET = "令和平成昭R元〇一二三十百千万億円年月日度末時分の割％%/／.,，-～〜から必着締切まで上限なし未満以内1234567890（）(月) 　、。:"


@settings(max_examples=500, deadline=None)
@given(st.text() | st.text(alphabet=ALPHABET, max_size=40))
def test_answers_with_places_that_hold(text: str) -> None:
    for reader in LISTING:
        end = 0
        for value in reader(text):
            assert value.text == text[slice(*value.span)] != ""
            assert value.span[0] >= end
            end = value.span[1]
    for words, (start, end) in (*unread_sums(text), *impossible_rates(text)):
        assert words == text[start:end]
    clean(text)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_answers_with_places_that_hold_for_long(text: str) -> None:
    test_answers_with_places_that_hold.hypothesis.inner_test(text)


@settings(max_examples=500, deadline=None)
@given(st.text() | st.text(alphabet=ALPHABET, max_size=20))
def test_whole_texts_are_read_or_refused(text: str) -> None:
    for reader in (parse_number, parse_wareki):
        try:
            reader(text)
        except Unreadable as refusal:
            assert str(refusal).count("\n") == 0  # noqa: PT017


CHUNKS = [
    "1", "1,", "一", "百 ", "千二百1", "1 ", "令和", "令和8年", "令和8年4月1日から", "平成三十一年四月", "4/1~", "1/2", "2分の", "(", "年", "～", " ", "1万", "1万/", "千円未満", "円未満1",
    "上限", "1人", "1人あたり", "8年(", "R8.", "2026-", "1・", "一・", "後1か月以内または", "いずれか", "http://", "a@", "a.", "5割", "%", "締切", "17:", "、24日", "年度", "同年", "・2", "1~",
]  # fmt: skip


@pytest.mark.parametrize("chunk", CHUNKS)
def test_time_is_linear(chunk: str) -> None:
    def seconds(reader: Callable[[str], object], length: int) -> float:
        text = chunk * (length // len(chunk))
        started = time.process_time()
        reader(text)
        return time.process_time() - started

    for reader in (*LISTING, unread_sums, impossible_rates, clean):
        part = max(seconds(reader, 10_000), 0.05)
        is_linear = (
            seconds(reader, 40_000) < 10 * part for _ in range(3)
        )  # linear 4, quadratic 16; others use the machine
        assert any(is_linear), reader.__name__
