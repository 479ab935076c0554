"""One day in any calendar: every day of every era in many spellings, and every day that an era does not have."""

import contextlib
import itertools
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize import Unreadable, parse_wareki
from tests.normalize.day_spelling import ERAS, SPELLINGS, wareki

READ = {
    "令和7年7月4日": (2025, 7, 4), "令和七年七月四日": (2025, 7, 4), "R7.7.4": (2025, 7, 4), "H31/4/30": (2019, 4, 30),
    "㋿８．１０．３": (2026, 10, 3), "S.63.12.1": (1988, 12, 1), "平16-04-01": (2004, 4, 1), "令和 ４年 4月 1日": (2022, 4, 1),
    "令和元年5月1日": (2019, 5, 1), "平成元年1月8日": (1989, 1, 8), "昭和64年1月7日": (1989, 1, 7), "大正15年12月24日": (1926, 12, 24),
    "明治45年7月29日": (1912, 7, 29), "令和８年（2026年）4月1日": (2026, 4, 1), "2026（令和8）年4月1日": (2026, 4, 1),
    "2026年4月1日（水）": (2026, 4, 1), "西暦2023年 1月1日": (2023, 1, 1), "二〇二六年十月三日": (2026, 10, 3), "2024-02-29": (2024, 2, 29),
    "2021・7・18": (2021, 7, 18), "１９０１年の９月１０日": (1901, 9, 10), "平成12年2月晦日": (2000, 2, 29), "令和8年2月末日": (2026, 2, 28),
    "令和百一年七月二日": (2119, 7, 2), "㍻十年３⽉9⽇": (1998, 3, 9),
}  # fmt: skip
REFUSED = [
    "平成32年1月1日", "令和7年2月30日", "令和元年4月30日", "平成31年5月1日", "昭和65年1月1日", "昭和64年1月8日", "大正15年12月25日",
    "明治45年7月30日", "大正元年7月29日", "大正0年1月1日", "昭和百年1月1日", "明治元年10月22日", "令和7年13月1日", "令和7年0月1日",
    "令和7年4月0日", "令和5年2月29日", "R8.1.32", "2023-99-99", "2001/2/29", "令和7年", "令和7年4月", "令和7年度", "4月1日", "10年5月3日",
    "令和8年4月1", "令和8年4月1日から", "令和8年4月1日～5日", "公布は令和8年4月1日", "2026年10月3日（金）", "令和8年（2025年）4月1日", "令和8年4月上旬",
    "令和年月日", "1/2", "", "abc", "13/13", "令和-3年1月1日", "20230230", "翌年3月31日",
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), READ.items())
def test_reads(text: str, day: tuple[int, int, int]) -> None:
    assert parse_wareki(text) == date(*day)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_wareki(text)


def test_the_refusal_names_the_true_era() -> None:
    with pytest.raises(Unreadable, match="令和2年1月1日"):
        parse_wareki("平成32年1月1日")


def test_every_day_from_meiji_to_2100() -> None:
    day, last = date(1868, 10, 23), date(2100, 12, 31)
    while day <= last:
        era, year = wareki(day)
        assert parse_wareki(f"{era}{year}年{day.month}月{day.day}日") == day
        assert parse_wareki(f"{day.year}年{day.month}月{day.day}日") == day
        day += timedelta(days=1)


def test_no_era_has_a_day_of_its_neighbours() -> None:
    chooser = random.Random(7)
    for (name, first, last), (later, later_first, _) in itertools.pairwise(ERAS):
        for days in [1, 2, 30, 365, *(chooser.randrange(1, 9000) for _ in range(40))]:
            after, before = last + timedelta(days=days), later_first - timedelta(days=days)
            for text in (
                f"{name}{after.year - first.year + 1}年{after.month}月{after.day}日",
                f"{later}{before.year - later_first.year + 1}年{before.month}月{before.day}日",
            ):
                with pytest.raises(Unreadable):
                    parse_wareki(text)


@settings(max_examples=500, deadline=None)
@given(st.dates(date(1868, 10, 23), date(2117, 12, 31)), st.sampled_from(SPELLINGS))
def test_every_spelling_comes_back(day: date, spelling) -> None:
    assert parse_wareki(spelling(day)) == day


@given(st.text(max_size=20) | st.text(alphabet="令和平成昭元年月日度末〇一二十0123456789/.-（） RHS", max_size=16))
def test_answers_or_refuses(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(parse_wareki(text), date)
