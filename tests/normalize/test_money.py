"""Sums of yen in running text: what is read, how it is typed, and what is no sum."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize import parse_amounts
from pipeline.normalize.money import unread_sums
from pipeline.normalize.rounding import find_roundings

READ = {
    "5,000円": [5000], "２００，０００円": [200_000], "6，000円": [6000], "3万2000円": [32_000], "1億2000万円": [120_000_000], "1億500万円": [105_000_000],
    "1.5億円": [150_000_000], "8.29万円": [82_900], "200百万円": [200_000_000], "1000千円": [1_000_000], "5百万円": [5_000_000], "12万5千円": [125_000],
    "五十万円": [500_000], "二千五百円": [2500], "三十一・八億円": [3_180_000_000], "千円を加える": [1000], "百万円": [1_000_000], "３０万 円": [300_000], "100 万円": [1_000_000], "⾦5万円": [50_000],
    "上限100万": [1_000_000], "4,000万/1件": [40_000_000], "5万4千6百": [54_600], "¥1,000": [1000], "1.5～1万円": [10_000], "￥80000": [80_000], "0円": [0], "約2兆円": [2 * 10**12],
    "１，０００": [1000], "47600": [47_600], "△500": [-500], "-500円": [-500], "▲1,200円": [-1200], "- 40万円": [400_000], "8万円（下限） － 40万円": [80_000, 400_000],
    "20~50万円": [200_000, 500_000], "750～5,000万円": [7_500_000, 50_000_000], "100-500万": [1_000_000, 5_000_000], "5,000万〜1億円": [50_000_000, 100_000_000],
    "100万円から500万円": [1_000_000, 5_000_000], "5,000～1万円": [5000, 10_000], "0.5～1.5億円": [50_000_000, 150_000_000], "30万～150万円未満": [300_000, 1_500_000],
    "一般50万円、特別枠100万円": [500_000, 1_000_000], "5万円,10万円": [50_000, 100_000], "11.4万円 6,000円": [114_000, 6000], "経費の2/3\t1,000 万円": [10_000_000],
    "1/2 50万円": [500_000], "対象経費の3分の2以内の額とし10万円": [100_000], "①5万円②8万円": [50_000, 80_000],
    "1/2,100万円": [1_000_000], "2分の1，100万円": [1_000_000], "マイナス500円": [-500],
    "67 .5万円": [675_000], "中小 6 .5万円、大 4 .3万円": [65_000, 43_000], "１ ，０００万円": [10_000_000], "1 .5億円": [150_000_000],
}  # fmt: skip
NONE = [
    "", "3分の220万円", "千円未満切り捨て", "千円以下切り捨て", "1，000円未満の端数は切り捨てる", "100円未満四捨五入", "千円単位", "円未満の端数", "10万人", "5億ドル", "百万石通り", "数百万円", "何万円", "五、六万円", "四、五十万円", "十数万円", "万一", "億ション",
    "万字町", "千代田区", "十分な", "50ポイント/年", "1,50円", "三五十円", "1万10千円", "0.5円", "円滑に", "円", "　　万円", "abc", "12件", "令和7年4月1日", "076-220-2204", "5千人",
    "https://example.jp/100円", "要確認", "千円", "（単位：千円）", "(百万円)", "千円  千円", "1,000人", "300万トン",
    "1, 000万円", "05万円", "2 ,5万円",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_reads(text: str, expected: list[int]) -> None:
    amounts = parse_amounts(text)
    assert [amount.yen for amount in amounts] == expected
    assert all(text[slice(*amount.span)] == amount.text for amount in amounts)


@pytest.mark.parametrize("text", NONE)
def test_is_no_sum(text: str) -> None:
    assert parse_amounts(text) == []


TYPED = {
    "上限50万円": ("cap", "max", None), "補助限度額:50万円": ("cap", "max", None), "50万円以内": ("cap", "max", None), "最大50万円を助成": ("cap", "max", None),
    "50万円まで": ("cap", "max", None), "1件当たり500万円上限": ("cap", "max", "case"), "補助下限額 30万円": ("floor", "min", None), "50万円下限": ("floor", "min", None),
    "3年間総額:900万円以下": ("total_cap", "max", None), "合算で最大200万円": ("total_cap", "max", None), "加算:上限20万円": ("addon_cap", "max", None),
    "奨励金 20万円": ("grant", None, None), "一律10万円": ("grant", None, None), "対象経費が30万円以上の事業": ("min_cost", "min", None),
    "対象経費が200万円以下の事業": ("threshold", "max", None), "160万円以上の機械装置": ("threshold", "min", None), "資本金3億円以下": ("threshold", "max", None),
    "資本金1億円超": ("threshold", "gt", None), "単価3万円以内": ("threshold", "max", None), "1億円未満": ("threshold", "lt", None), "単価が50万円（税抜き）以上": ("threshold", "min", None),
    "100万円以下の罰金": ("threshold", "max", None), "最低賃金に30円を足す": (None, None, None), "下限なし、上限50万円": ("cap", "max", None), "50万円": (None, None, None),
    "10万円/台": ("grant", None, "vehicle"), "3万円／1人": ("grant", None, "person"), "使用料 900円/人": (None, None, "person"),
    "最長2年度 500万円": ("total_cap", "max", None), "累計で300万円": ("total_cap", "max", None), "上乗せ10万円": ("addon_cap", None, None),
    "1名につき受験料3千円まで": ("cap", "max", "person"), "1社につき補助上限額50万円": ("cap", "max", "applicant"),
    "限度額70万円/小規模企業者 2/3": ("cap", "max", None), "1人につき5万円": (None, None, "person"), "1社あたり5万円": (None, None, "applicant"),
    "100万円/年度": (None, None, "fiscal_year"), "5,000円/10a": (None, None, "10a"), "1世帯当たり2万円": (None, None, "household"), "1人1時間あたり300円": (None, None, "person/hour"),
    "1団体につき上限20万円": ("cap", "max", "organisation"), "月額6,000円": (None, None, "month"), "㎡当たり3,000円": (None, None, "㎡"),
    "1kWあたり5万円": (None, None, "kW"), "1法人あたり年間50万円": (None, None, "applicant/fiscal_year"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TYPED.items())
def test_types(text: str, expected: tuple[str | None, str | None, str | None]) -> None:
    (amount,) = parse_amounts(text)
    assert (amount.kind, amount.bound, amount.per) == expected


def test_types_by_the_nearest_words() -> None:
    first, second = parse_amounts("1件当たり1,000万円上限、50万円下限")
    assert (first.kind, second.kind) == ("cap", "floor")
    first, second = parse_amounts("補助上限を100万円～1,000万円とする")
    assert (first.kind, second.kind) == ("cap", "cap")


@pytest.mark.parametrize("text", ["上限なし", "補助上限額:なし", "上限は設けない", "限度額の定めなし"])
def test_reads_that_there_is_no_limit(text: str) -> None:
    (amount,) = parse_amounts(text)
    assert (amount.yen, amount.is_unlimited, amount.kind) == (None, True, "cap")


def test_a_bare_number_is_a_sum_only_as_the_whole_text_and_where_wanted() -> None:
    assert [amount.yen for amount in parse_amounts("1,000")] == [1000]
    assert parse_amounts("1,000", bare=False) == []
    assert parse_amounts("定員 1,000") == []


@pytest.mark.parametrize(
    "text", ["50万円以上100万円以下", "50万円超100万円以下", "1,000万円超～5,000万円以下", "50万円以上100万円未満"]
)
def test_a_band_of_sums_is_no_cap(text: str) -> None:
    assert [amount.kind for amount in parse_amounts(text)] == ["threshold", "threshold"]


def test_names_what_is_written_as_a_sum_and_cannot_be_read() -> None:
    assert unread_sums("上限1,50円、数百万円、10万円、千円未満切捨て") == [("1,50円", (2, 7)), ("百万円", (9, 12))]


def test_roundings_are_rules() -> None:
    rules = find_roundings("百円未満の端数は切り捨てる。1,000円未満四捨五入。円未満切上げ。千円単位")
    assert [(rule.unit, rule.mode) for rule in rules] == [(100, "floor"), (1000, "half_up"), (1, "ceil"), (1000, None)]
    assert rules[0].text == "百円未満の端数は切り捨てる"


@settings(max_examples=500, deadline=None)
@given(
    st.integers(0, 10**12),
    st.sampled_from(["{0}円", "{0:,}円", "¥{0:,}", "{1}円", "金{0:,}円也"]),
    st.sampled_from(["上限", "補助額は", "：", " ", "、"]),
    st.sampled_from(["", "です", "、", "以内", "（税込）", "/人"]),
)
def test_every_sum_comes_back(yen: int, spelling: str, before: str, after: str) -> None:
    units = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))
    mixed = "".join(f"{group}{name}" for unit, name in units if (group := yen // unit % 10**4)) or "0"
    words = spelling.format(yen, mixed)
    for text in (words, words.translate(str.maketrans("0123456789,¥", "０１２３４５６７８９，￥"))):
        (amount,) = parse_amounts(before + text + after)
        assert amount.yen == yen
