"""The same programme in two places, the target of an 上乗せ, and sources that contradict each other."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.publish.names import mentions, same_programme, telling
from pipeline.publish.series import relate
from pipeline.rows import TABLES, RelationRow
from tests.publish.builder import amount, period, program, rate

AREAS = ["石川県", "金沢市", "珠洲市"]


def tables(*rows):
    return {table: tuple(row for row in rows if type(row) is record) for table, record in TABLES.items()}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("金沢市 販路開拓支援補助金", "販路開拓支援事業費補助金", True),
        ("令和7年度 設備投資促進助成金", "設備投資促進助成金", True),
        ("設備投資促進助成金", "設備投資奨励助成金", False),
        ("営業再開支援補助金", "営業継続支援補助金", False),
        ("小規模事業者持続化補助金", "中小企業者持続化補助金", False),
        ("補助金", "助成金", False),
    ],
)
def test_names_that_are_the_same_programme(one, other, same):
    assert bool(same_programme(telling(one, AREAS), telling(other, AREAS))) is same


@pytest.mark.parametrize(
    ("mention", "name", "fits"),
    [
        ("石川県なりわい再建支援補助金", "石川県なりわい再建支援補助金", True),
        ("中小企業持続化補助金(災害支援枠)", "中小企業者持続化補助金「災害支援枠(令和6年能登半島地震)」", True),
        ("石川県チャレンジ支援補助金", "令和6年能登半島地震等 チャレンジ支援補助金", True),
        ("小規模事業者持続化補助金(災害支援枠)", "小規模事業者持続化補助金 一般型", False),
        ("国の補助金", "県の補助金", False),
    ],
)
def test_mentions_of_a_programme(mention, name, fits):
    assert bool(mentions(telling(mention, AREAS), telling(name, AREAS))) is fits


def test_calls_of_one_series_are_chained_the_latest_first():
    rows = [program(str(n), "復旧補助金", series_id="ser_x", call_round=n) for n in (3, 1, 2)]
    found = relate(tables(*rows))["relations"]
    assert [(row.program_id, row.target_program_id, row.kind) for row in found] == [
        ("prg_2", "prg_1", "same_series"),
        ("prg_3", "prg_2", "same_series"),
    ]
    assert found[1].reason == "同じ名称（2025年度第3回と2025年度第2回）"


def test_guide_and_aggregator_share_a_series_and_say_why():
    rows = [
        program("a", "販路開拓支援補助金"),
        program("b", "金沢市 販路開拓支援事業費補助金", source_id="page"),
        program("c", "販路開拓支援補助金", source_id="page", area_codes=("172022",), area_names=("七尾市",)),
    ]
    found = relate(tables(*rows))
    series = {row.program_id: row.series_id for row in found["programs"]}
    assert series == {"prg_a": "ser_a", "prg_b": "ser_a", "prg_c": "ser_c"}
    (relation,) = found["relations"]
    assert "名称が 100% 一致" in relation.reason
    again = relate(found)
    assert again == found


def topped(target, **owner):
    mine = program("mine", "珠洲市 再建支援補助金", area_codes=("172057",), area_names=("珠洲市",), **owner)
    relation = RelationRow(
        relation_id="rel_t", program_id="prg_mine", kind="tops_up", target_text=target, locator="/p[1]"
    )
    prefecture = {"area_level": "prefecture", "area_codes": ("170003",), "area_names": ("石川県",), "source_id": "page"}
    rows = [
        mine,
        relation,
        program("r1", "なりわい再建支援補助金", series_id="ser_r", call_round=1, status="closed", **prefecture),
        program("r2", "なりわい再建支援補助金", series_id="ser_r", call_round=2, **prefecture),
        program("s1", "持続化補助金 通常枠", **prefecture),
        program("s2", "持続化補助金 特別枠", **prefecture),
        program("t1", "双子支援補助金", **prefecture),
        program("t2", "双子支援事業補助金", **prefecture),
        program("city", "なりわい再建支援補助金", area_codes=("172022",), area_names=("七尾市",)),
    ]
    return next(row for row in relate(tables(*rows))["relations"] if row.relation_id == "rel_t")  # fmt: skip


@pytest.mark.parametrize("target", ["石川県なりわい再建支援補助金", "なりわい再建支援補助金"])
def test_a_top_up_finds_the_latest_open_call_of_the_wider_programme(target):
    relation = topped(target)
    assert relation.target_program_id == "prg_r2"
    assert "一致（名称 100%）" in relation.reason


@pytest.mark.parametrize("target", ["持続化補助金", "知らない補助金"])
def test_a_mention_that_is_not_clear_stays_open(target):
    assert topped(target).target_program_id is None


def test_a_mention_that_fits_two_programmes_names_both():
    relation = topped("石川県双子支援補助金")
    assert relation.target_program_id is None
    assert relation.reason == "候補が複数あり決められません: 「双子支援補助金」、「双子支援事業補助金」"


CONTRADICTIONS = [
    ([rate("1", "a", 1, 2), rate("2", "b", 2, 3)], "対象経費に対する補助率（すべての対象者）が資料によって違います: guide は 1/2（p.1 60.0,100.0,200.0,112.0）、page は 2/3（p.1 60.0,100.0,200.0,112.0）"),
    ([amount("1", "a", 10_000), amount("2", "b", 20_000)], "上限額（すべての対象者）が資料によって違います: guide は 1万円"),
    ([period("1", "a", None, date(2025, 12, 5)), period("2", "b", None, date(2025, 12, 8))], "申請の締切が資料によって違います: guide は 2025年12月5日"),
    ([rate("1", "a", 1, 2), rate("2", "b", 1, 2)], None),
    ([rate("1", "a", 1, 2), rate("2", "b", 2, 3, applicant_class="small")], None),
    ([rate("1", "a", 1, 2), rate("2", "a", 1, 3), rate("3", "b", 2, 3)], None),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "message"), CONTRADICTIONS)
def test_a_contradiction_names_both_values_and_places(facts, message):
    rows = [program("a", "販路補助金開拓"), program("b", "金沢市 販路補助金開拓", source_id="page"), *facts]
    found = relate(tables(*rows))["findings"]
    if message is None:
        assert found == ()
    else:
        (finding,) = found
        assert finding.message.startswith(message)
        assert (finding.check, finding.severity) == ("source-contradiction", "warning")


def test_contradictions_of_other_years_or_calls_are_none():
    for differing in ({"fiscal_year": 2024}, {"call_round": 2}):
        rows = [
            program("a", "販路補助金", series_id="s"),
            program("b", "販路補助金", series_id="s", source_id="page", **differing),
        ]
        assert relate(tables(*rows, rate("1", "a", 1, 2), rate("2", "b", 2, 3)))["findings"] == ()  # fmt: skip
