"""Whatever the text, the readers of facts raise nothing, take linear time, and publish no impossible value."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.facts import ScheduleContext
from pipeline.extract.schedule import read_schedule
from pipeline.extract.terms import read_terms
from tests.extract.programmes import passage, programme

_LABELS = st.sampled_from(["", "補助内容", "補助率", "補助上限額", "募集期間", "対象経費", "概要"])
_WORDS = st.lists(
    st.sampled_from(
        [
            "補助率",
            "：",
            "1/2",
            "2/3",
            "（",
            "）",
            "上限",
            "100万円",
            "、",
            "。",
            "小規模事業者",
            "対象経費",
            "の",
            "以内",
            "①",
            "②",
            "■",
            "【",
            "】",
            "※",
            "/",
            "～",
            "令和8年4月1日",
            "5月31日(金)",
            "から",
            "まで",
            "申請期間",
            "場合",
            "は",
            "限度額",
            "定額",
            "全額",
            "なし",
            "ただし",
            "|",
            "年度",
            "最長2年度",
            "1名につき",
            "[",
            "]",
            "〔",
            "「",
            "」",
            "9:00",
            "1,000",
            "5割",
            "分の",
            "令",
            "和",
            "0/5",
            "3/2",
            "事業完了後",
            "1か月以内",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(_LABELS, st.one_of(_WORDS, st.text(max_size=80)))
def test_no_text_breaks_the_readers(label, text):
    given_programme = programme(passage(label, text))
    terms = read_terms(given_programme)
    schedule = read_schedule(given_programme, context=ScheduleContext(fiscal_year=2026))
    assert all(0 < rate.numerator <= rate.denominator for rate in terms.rates)
    assert all((amount.yen is None) == amount.is_unlimited for amount in terms.amounts)
    assert all(p.start_date <= p.end_date for p in schedule.periods if p.start_date and p.end_date)


@pytest.mark.parametrize("unit", ["補助率：1/2（", "100万円～", "令和8年4月1日～", "①1/2、", "対象経費の"])
def test_a_long_text_takes_linear_time(unit):
    def seconds(times: int) -> float:
        given_programme = programme(passage("補助内容", unit * times))
        began = time.process_time()
        read_terms(given_programme)
        read_schedule(given_programme, context=ScheduleContext())
        return time.process_time() - began

    seconds(10)
    assert min(seconds(2000) for _ in range(2)) < 12 * max(seconds(500), 0.005)
