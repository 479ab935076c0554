"""Days, spans and deadlines in running text: what is read, what stays undated, and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize import Period, parse_periods
from tests.normalize.day_spelling import SPELLINGS


def short(period: Period) -> str:
    """Write a period as `start..end`, with times and what else is set, the way the tables below do."""
    words = (
        f"{period.start or ''} {period.start_time or ''}".strip()
        + ".."
        + f"{period.end or ''} {period.end_time or ''}".strip()
    )
    marks = [
        *([period.precision] if period.precision != "day" else []),
        *([period.deadline_rule] if period.deadline_rule else []),
        *([period.inference] if period.inference else []),
        *period.warnings,
    ]
    return " | ".join([words, *marks])


SINGLE = {
    # days
    "令和8年4月1日": "2026-04-01..2026-04-01",
    "令和８年（2026年）4月1日": "2026-04-01..2026-04-01",
    "令和8年（2025年）4月1日": "2026-04-01..2026-04-01 | calendar-mismatch",
    "20260401": "2026-04-01..2026-04-01",
    "令和8年6月30日(火)": "2026-06-30..2026-06-30",
    "令和8年6月30日（木）": "2026-06-30..2026-06-30 | weekday-mismatch",
    "2026年4月29日（水・祝）": "2026-04-29..2026-04-29",
    "昭和56年5月31日以前の建物": "..1981-05-31",
    "令和4年1月31(月)": "2022-01-31..2022-01-31",
    # months, years, fiscal years and their ends
    "R8.4（予定）": "2026-04-01..2026-04-30 | month",
    "R8.4～R8.6": "2026-04-01..2026-06-30 | month",
    "令和4年1月分から令和4年12月分まで": "2022-01-01..2022-12-31 | month",
    "令和8年2月": "2026-02-01..2026-02-28 | month",
    "2021/7": "2021-07-01..2021-07-31 | month",
    "2014/4-2015/3": "2014-04-01..2015-03-31 | month",
    "2026年4-6月": "2026-04-01..2026-06-30 | month | year from start",
    "令和8年度第1四半期": "2026-04-01..2026-06-30 | month",
    "令和8年度 第四四半期": "2027-01-01..2027-03-31 | month",
    "2024年2月末日": "2024-02-29..2024-02-29",
    "令和8年3月末まで": "..2026-03-31",
    "令和3年": "2021-01-01..2021-12-31 | year",
    "2026年末まで": "..2026-12-31",
    "令和7年度": "2025-04-01..2026-03-31 | fiscal_year",
    "令和7年度（2025年度）": "2025-04-01..2026-03-31 | fiscal_year",
    "令和7年度末までに": "..2026-03-31",
    "R7年度": "2025-04-01..2026-03-31 | fiscal_year",
    "平成31年度": "2019-04-01..2020-03-31 | fiscal_year",
    "令和8年4月上旬": "2026-04-01..2026-04-30 | month | vague",
    "令和8年4月20日頃まで": "..2026-04-20 | month | vague",
    "令和8年4月1日から5月20日（水）ごろ": "2026-04-01..2026-05-20 | month | year from start | vague",
    "令和8年4月末頃": "2026-04-30..2026-04-30 | month | vague",
    "令和9年3月31日を目途に": "2027-03-31..2027-03-31 | month | vague",
    "2026年秋": "2026-01-01..2026-12-31 | year | vague",
    # deadlines and openings
    "令和8年3月31日まで": "..2026-03-31",
    "令和8年3月31日から": "2026-03-31..",
    "令和8年3月31日以降": "2026-03-31..",
    "令和8年4月1日より受付": "2026-04-01..",
    "令和8年4月1日より前に着手": "2026-04-01..2026-04-01",
    "2020～2025年": "2020-01-01..2025-12-31 | year",
    "～令和8年3月31日": "..2026-03-31",
    "採択の日から令和8年3月31日（火）": "..2026-03-31",
    "令和8年5月29日（金）必着": "..2026-05-29 | arrive",
    "令和8年5月29日（金・必着）": "..2026-05-29 | arrive",
    "令和8年5月29日（当日消印有効）": "..2026-05-29 | postmark",
    "オンラインの場合は令和8年5月29日まで": "..2026-05-29 | online",
    "締切日：令和8年5月29日": "..2026-05-29",
    # times
    "令和8年5月29日（金）17時まで": "..2026-05-29 17:00",
    "令和8年5月29日（金17:00まで）": "..2026-05-29 17:00",
    "令和8年5月29日 午後5時半": "2026-05-29 17:30..2026-05-29 17:30",
    "令和8年5月29日正午まで": "..2026-05-29 12:00",
    "令和8年5月29日正午（12時）まで": "..2026-05-29 12:00",
    "令和8年5月29日（金）午後5時（17：00）必着": "..2026-05-29 17:00 | arrive",
    "令和8年5月29日24時まで": "..2026-05-29 24:00",
    "令和8年5月29日25時まで": "..2026-05-29 | no-such-time",
    "令和8年5月29日午後12時まで": "..2026-05-29 | time-ambiguous",
    "令和8年5月29日　※16時までに到着": "..2026-05-29 16:00",
    "令和8年5月29日13時～15時": "2026-05-29 13:00..2026-05-29 15:00",
    "令和8年4月1日9時から5月29日17時まで": "2026-04-01 09:00..2026-05-29 17:00 | year from start",
    "令和8年4月1日～令和8年5月29日　午前9時から午後4時まで": "2026-04-01..2026-05-29 16:00",
    # ranges
    "令和8年4月1日～令和8年5月29日": "2026-04-01..2026-05-29",
    "R7.4.1-R8.3.31": "2025-04-01..2026-03-31",
    "令和8年4月1日（水）－5月29日（金）": "2026-04-01..2026-05-29 | year from start",
    "令和8年4月1日?令和8年5月29日": "2026-04-01..2026-05-29",
    "令和8年4月1日～5日": "2026-04-01..2026-04-05 | year from start",
    "令和8年8月27～9月12日": "2026-08-27..2026-09-12 | year from start",
    "令和8年4月1日～月末": "2026-04-01..2026-04-30 | year from start",
    "2026/4/3~6に": "2026-04-03..2026-04-06 | year from start",
    "令和7年12月～3月": "2025-12-01..2026-03-31 | month | year from start",
    "令和7年12月1日～2月27日": "2025-12-01..2026-02-27 | year from start",
    "令和7年4月1日から翌年3月31日まで": "2025-04-01..2026-03-31 | year from start",
    "令和7年4月1日から8年3月31日まで": "2025-04-01..2026-03-31 | year from start",
    "2025年11月から翌2026年2月": "2025-11-01..2026-02-28 | month",
    "令和8年4月1日から同月20日まで": "2026-04-01..2026-04-20 | year from start",
    "令和7～8年度": "2025-04-01..2027-03-31 | fiscal_year | year from start",
    "自 令和8年4月1日 至 令和9年3月31日": "2026-04-01..2027-03-31",
    "令和8年3月1日から令和8年2月1日まで": "2026-03-01..2026-02-01 | end-before-start",
    "令和8年4月1日（火）～5月31日（日）（5月31日消印有効）": "2026-04-01..2026-05-31 | postmark | year from start | weekday-mismatch",
    "令和8年4月1日（2026年4月1日）から令和8年5月1日（2026年5月1日）まで": "2026-04-01..2026-05-01",
    "令和8年4月1日（2025年4月1日）": "2026-04-01..2026-04-01 | calendar-mismatch",
    "R8.4.1～5.29": "2026-04-01..2026-05-29 | year from start",
    "令和7年1月10日～翌3月31日": "2025-01-10..2026-03-31 | year from start",
    "令和8年3月2日～令和8年3月31日（郵送は3月31日必着）": "2026-03-02..2026-03-31 | arrive",
    # without a year: no date
    "3月31日まで": ".. | year-missing",
    "十月三日": ".. | year-missing",
    "4月1日～5月22日": ".. | year-missing",
    "28日（月）～30日（水）": ".. | year-missing",
    "4/26(Tue)まで": ".. | year-missing",
    "12/29～1/3": ".. | year-missing",
    "申込期限 3/27": ".. | year-missing",
    "提出期限 4/5まで": ".. | year-missing",
    "25年4月1日まで": ".. | year-missing | year-ambiguous",
    "翌年3月31日まで": ".. | year-missing",
    "来年3月末まで": ".. | year-missing",
    "年度末までに": ".. | year-missing",
    "2月30日": ".. | no-such-day",
    # what cannot be: no date either
    "令和7年2月30日": ".. | no-such-day",
    "令和7年13月": ".. | month | no-such-month",
    "令和元年4月30日": ".. | out-of-era",
    "平成32年3月31日まで": ".. | out-of-era",
    "平成32年": ".. | out-of-era",
    "昭和65年1月": ".. | out-of-era",
    "令和0年4月1日": ".. | out-of-era",
    "令和8年4月1": ".. | incomplete",
    "令和7年2月30日～令和7年3月31日": "..2025-03-31 | no-such-day",
}


@pytest.mark.parametrize(("text", "expected"), SINGLE.items())
def test_reads_one(text: str, expected: str) -> None:
    assert [short(period) for period in parse_periods(text)] == [expected]


SEVERAL = {
    "①令和8年5月29日、②令和8年7月31日必着": ["2026-05-29..2026-05-29", "..2026-07-31 | arrive"],
    "令和7年6月10日、24日、1月8日": [
        "2025-06-10..2025-06-10",
        "2025-06-24..2025-06-24 | year from start",
        "2026-01-08..2026-01-08 | year from start",
    ],
    "令和8年4月1・2日": ["2026-04-01..2026-04-01", "2026-04-02..2026-04-02 | year from start"],
    "締め切りは2026年2月27日、登録は26年1月30日まで": ["..2026-02-27", "..2026-01-30 | year from start"],
    "締め切りは2026年2月27日。登録は26年1月30日まで": ["..2026-02-27", ".. | year-missing | year-ambiguous"],
    "令和7・8年度": ["2025-04-01..2026-03-31 | fiscal_year", "2026-04-01..2027-03-31 | fiscal_year | year from start"],
    "開始：令和8年4月1日　締切：令和8年5月15日": ["2026-04-01..2026-04-01", "..2026-05-15"],
    "令和8年4月1日に始まり、同年6月30日に終わる": [
        "2026-04-01..2026-04-01",
        "2026-06-30..2026-06-30 | year from start",
    ],
    "令和8年度（令和8年4月1日～令和9年3月31日）": [
        "2026-04-01..2027-03-31 | fiscal_year",
        "2026-04-01..2027-03-31",
    ],
    "2025・2026年度版": ["2025-04-01..2026-03-31 | fiscal_year", "2026-04-01..2027-03-31 | fiscal_year"],
    "令和8年4月1日から令和8年度補助事業の受付": ["2026-04-01..", "2026-04-01..2027-03-31 | fiscal_year"],
    "令和8年度は4月1日から": ["2026-04-01..2027-03-31 | fiscal_year", ".. | year-missing"],
}


@pytest.mark.parametrize(("text", "expected"), SEVERAL.items())
def test_reads_several(text: str, expected: list[str]) -> None:
    assert [short(period) for period in parse_periods(text)] == expected


NONE = [
    "", "通年で受け付けます", "随時", "補助率2/3", "1/2～2/3", "補助率1/2まで", "2/3（中小）", "電話 076-220-2204", "090-2026-4451", "ver2.0.1",
    "1.2.2 2-2-2", "https://example.jp/2026/4/1/", "432／433", "平成10年法律第48号", "3か月以内", "10日以内", "3年間", "2000年代", "春日", "九州",
    "令和　　年　　月　　日", "13/13", "返済期間5年3月", "3月に行う", "年度内1回", "当該年内に", "生後6月", "準1級", "一日4時間", "第3月曜日",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_is_no_date(text: str) -> None:
    assert parse_periods(text) == []


def test_keeps_the_words_and_their_place() -> None:
    text = "募集は、Ｒ８年４月１日（水）〜同５月２９日（金）必着とします"
    (first, second) = (text.index("Ｒ"), text.index("同"))
    periods = parse_periods(text)
    assert periods[0].text == text[first : periods[0].span[1]]
    assert periods[0].span[0] == first < second
    assert periods[0].weekday_ok is True


def test_keeps_the_words_of_a_deadline_that_hangs_on_an_event() -> None:
    (period,) = parse_periods("報告は、完了後１か月以内または令和8年2月27日のいずれか早い日まで")
    assert (period.start, period.end) == (None, date(2026, 2, 27))
    assert period.relative_text == "報告は、完了後１か月以内または令和8年2月27日のいずれか早い日まで"
    assert parse_periods("令和8年2月27日まで")[0].relative_text == ""
    (period,) = parse_periods("報告は、完了後30日以内（ただし、令和8年2月27日まで）")
    assert period.relative_text == "報告は、完了後30日以内（ただし、令和8年2月27日まで）"


TODAY = {
    "来年3月末まで": "..2027-03-31 | year from today",
    "今年4月1日から": "2026-04-01.. | year from today",
    "本年度末まで": "..2027-03-31 | year from today",
    "今年度": "2026-04-01..2027-03-31 | fiscal_year | year from today",
    "当該年度末まで": ".. | year-missing",
    "4月1日": ".. | year-missing",
}


@pytest.mark.parametrize(("text", "expected"), TODAY.items())
def test_today_dates_only_what_speaks_of_today(text: str, expected: str) -> None:
    assert [short(period) for period in parse_periods(text, today=date(2026, 6, 1))] == [expected]


DAYS = st.dates(date(1880, 1, 1), date(2110, 12, 31))


@settings(max_examples=500, deadline=None)
@given(DAYS, st.sampled_from(SPELLINGS), st.sampled_from([("", 0), ("まで", 1), ("から", 2), ("必着", 1), ("～", 2)]))
def test_every_day_comes_back(day: date, spelling, suffix: tuple[str, int]) -> None:
    words, kind = suffix
    text = spelling(day)
    (period,) = parse_periods(f"受付 {text}{words}。")
    assert (period.start, period.end) == (None if kind == 1 else day, None if kind == 2 else day)
    assert period.text == text + words
    assert period.warnings == ()


@settings(max_examples=500, deadline=None)
@given(
    DAYS,
    st.integers(0, 4000),
    st.sampled_from(SPELLINGS),
    st.sampled_from(["～", "から", "〜", " - ", "－", "~", " ～ "]),
)
def test_every_range_comes_back(day: date, length: int, spelling, link: str) -> None:
    last = day + timedelta(days=length)
    (period,) = parse_periods(f"期間は{spelling(day)}{link}{spelling(last)}まで")
    assert (period.start, period.end, period.is_inferred) == (day, last, False)


@settings(max_examples=500, deadline=None)
@given(DAYS, st.integers(0, 364), st.sampled_from(["～", "から", "－"]))
def test_the_year_carries_over(day: date, length: int, link: str) -> None:
    last = day + timedelta(days=length)
    text = f"{day.year}年{day.month}月{day.day}日{link}{last.month}月{last.day}日"
    (period,) = parse_periods(text)
    is_leap_trap = (last.month, last.day) == (2, 29)
    assert is_leap_trap or (period.start, period.end) == (day, last)


@pytest.mark.parametrize(
    ("text", "year"),
    [("S.63", 1988), ("H30", 2018), (" Ｒ８ ", 2026), ("H32", None), ("S65", None), ("H0", None)],
)
def test_a_lone_short_year_is_the_whole_text(text: str, year: int | None) -> None:
    (period,) = parse_periods(text)
    assert period.text == text.strip()
    assert text[slice(*period.span)] == period.text
    assert (period.start.year if period.start else None) == year
    assert ("out-of-era" in period.warnings) == (year is None)


@pytest.mark.parametrize("text", ["型番H30", "R8kg", "A5", "S63型"])
def test_a_short_year_inside_other_words_is_none(text: str) -> None:
    assert parse_periods(text) == []
