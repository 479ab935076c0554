"""Shares in running text: what is read, what only looks like one, and what cannot be one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize import Rate, parse_rates
from pipeline.normalize.rates import impossible_rates


def short(rate: Rate) -> str:
    value = "定額" if rate.share is None else str(rate.share)
    return " ".join(
        [value, *([rate.qualifier] if rate.qualifier != "exact" else []), *([rate.bound] if rate.bound else [])]
    )


READ = {
    "2/3": ["2/3"], "２／３": ["2/3"], "2∕3以内": ["2/3 up_to max"], "1 / 2": ["1/2"], "①2/3以内": ["2/3 up_to max"], "②２分の１": ["1/2"],
    "3分の2": ["2/3"], "３分の２以内": ["2/3 up_to max"], "三分の二": ["2/3"], "100分の5": ["1/20"], "百分の七": ["7/100"], "10分の7.5": ["3/4"],
    "⅔": ["2/3"], "½以内": ["1/2 up_to max"], "¾と⅖": ["3/4", "2/5"], "10/10": ["1 full"], "10分の10以内": ["1 up_to max"],
    "50％": ["1/2"], "66.7%": ["667/1000"], "２．４パーセント": ["3/125"], "三十パーセント": ["3/10"], "15㌫": ["3/20"], "100%": ["1 full"],
    "5割": ["1/2"], "五割五分": ["11/20"], "5割5分以内": ["11/20 up_to max"], "3割4分5厘": ["69/200"], "2.5割": ["1/4"], "十割": ["1 full"],
    "費用の半額": ["1/2"], "全額を補助": ["1 full"], "定額": ["定額 full"], "定額補助（10/10）": ["定額 full", "1 full"], "定額～2/3": ["定額 full", "2/3"],
    "補助率2/3／上限500万円": ["2/3"], "1/2/50万円": ["1/2"], "1/2/500,000円": ["1/2"], "1/2/3": [], "4/1/2026": [],
    "1/2～2/3": ["1/2", "2/3"], "1/2-2/3": ["1/2", "2/3"], "1/2、2/3": ["1/2", "2/3"], "45〜75%": ["9/20", "3/4"], "15％～30％": ["3/20", "3/10"],
    "1～2割": ["1/10", "1/5"], "15％(25％)以内": ["3/20 up_to max", "1/4 up_to max"], "最大3/4": ["3/4 up_to max"], "最大で費用の約9割": ["9/10 up_to max"],
    "上限10万円・補助率1/2": ["1/2"], "国1/2＋県1/4": ["1/2", "1/4"], "差額の1/2": ["1/2"], "年率3%以上": ["3/100 min"], "1.1%のうち0.5%": ["11/1000", "1/200"],
    "2/15（中堅企業等は1/5）": ["2/15", "1/5"], "課税標準を1/2に軽減": ["1/2"], "一般は1/2、小規模は2/3以内": ["1/2", "2/3 up_to max"], "経費の３／４": ["3/4"],
    "二十分の一": ["1/20"], "補助率12/100": ["3/25"], "補助率：7/18": ["7/18"], "1/2,100万円": ["1/2"], "２分の１，３分の２": ["1/2", "2/3"], "2分の1，100万円": ["1/2"], "売上が2割未満": ["1/5 lt"],
    "年1 .5％以内": ["3/200 up_to max"], "費用の2分1以内": ["1/2 up_to max"], "1/2又は2/3以内": ["1/2 up_to max", "2/3 up_to max"],
    "3分の1若しくは50％": ["1/3", "1/2"], "1/2又は50万円以内": ["1/2"], "1/3または定額": ["1/3", "定額 full"],
}  # fmt: skip
NONE = [
    "", "なし", "確定額", "交付決定額", "一定額", "当該定額", "定額法", "定額減税", "総額から定額を減じる", "役割", "割合", "分割払い", "12/29～1/3", "3/27まで", "4/26(Tue)", "432／433",
    "2026/4/1", "令和8/4/1", "R8/4/1", "https://example.jp/1/2", "info@example.jp/1/2", "電話 03-1234-5678（内線1/2）", "4/1～6/30", "3/2以内", "2分の3", "1½", "0/3",
    "1/0", "1/1,000", "1/2.5", "全額自己負担", "全額を返還", "1時間30分の2回", "3%ポイント", "3/15 13:00", "11/30まで", "締切 12/20", "半年", "第2四半期", "1/5（月）", "提出期限 4/5まで", "p.1/2", "3/4(Wed)まで", "p.11/31", "徒歩5分10号線",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_reads(text: str, expected: list[str]) -> None:
    rates = parse_rates(text)
    assert [short(rate) for rate in rates] == expected
    assert all(text[slice(*rate.span)] == rate.text for rate in rates)


@pytest.mark.parametrize("text", NONE)
def test_is_no_share(text: str) -> None:
    assert parse_rates(text) == []


def test_names_shares_that_cannot_be() -> None:
    assert impossible_rates("補助率は3/2以内、または2分の3") == [("3/2", (4, 7)), ("2分の3", (13, 17))]
    assert impossible_rates("補助率は2/3以内、4/1(水)まで、2026/4/1") == []


@given(
    st.integers(1, 10),
    st.integers(1, 10),
    st.sampled_from(["{n}/{d}", "{d}分の{n}", "{n}／{d}", "{n} / {d}", "{d} 分の {n}", "{k}分の{m}"]),
)
def test_every_fraction_comes_back(numerator: int, denominator: int, spelling: str) -> None:
    numerator, denominator = sorted((numerator, denominator))
    kanji = "〇一二三四五六七八九十"
    words = spelling.format(n=numerator, d=denominator, m=kanji[numerator], k=kanji[denominator])
    (rate,) = parse_rates(f"補助率は{words}以内とする")
    assert (rate.share, rate.qualifier) == (Fraction(numerator, denominator), "up_to")
    assert rate.text == words


@given(st.decimals(0, 100, places=2), st.sampled_from(["%", "％", "パーセント"]))
def test_every_percentage_comes_back(number, sign: str) -> None:
    (rate,) = parse_rates(f"対象経費の{number}{sign}")
    assert rate.share == Fraction(number) / 100
