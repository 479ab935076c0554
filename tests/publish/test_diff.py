"""Two releases made by editing one: every edit appears once, in words, with the right weight; ids stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.publish.changes import compare, write_changes
from pipeline.publish.changes.diff import data_version, diff
from pipeline.publish.changes.wording import edits, is_wording
from tests.publish import builder
from tests.publish.builder import amount, city, edited, period, program, rate, release, without


def changed(tmp_path, after, before=None, **given):
    old = release(tmp_path / "old", city() if before is None else before)
    return diff(old, release(tmp_path / "new", after, **given))


EDITS = [
    # what was edited, how, weight, kind, words
    ("amt_robot_cap", {"yen": 1_000_000, "amount_text": "100万円"}, "major", "amount", "上限額 50万円→100万円"),
    ("amt_robot_cap", {"yen": None, "is_unlimited": True, "amount_text": "上限なし"}, "major", "amount", "上限額 50万円→上限なし"),
    ("amt_robot_cap", {"kind": "grant"}, "major", "amount", "上限額 50万円→交付額 50万円"),
    ("amt_robot_cap", {"rounding": "百円未満切り捨て"}, "major", "amount", "上限額の端数処理 千円未満切り捨て→百円未満切り捨て"),
    ("amt_robot_cap", {"amount_text": "５０万円"}, "minor", "wording", "上限額の表記 「50万円」→「５０万円」"),
    ("rat_robot_any", {"numerator": 2, "denominator": 3, "rate_text": "2/3以内"}, "major", "rate", "補助率 1/2以内→2/3以内（中小企業者）"),
    ("rat_robot_small", {"applicant_class": "sme", "applicant_text": "中小企業者"}, "major", "eligibility", "補助率の対象者 小規模企業者→中小企業者"),
    ("rat_robot_small", {"applicant_text": "小規模事業者"}, "minor", "wording", "補助率の表記 「小規模企業者」→「小規模事業者」（小規模企業者）"),
    ("per_robot_app", {"end_date": date(2025, 12, 19), "period_text": "…"}, "major", "deadline", "締切が12月5日から12月19日に延長"),
    ("per_robot_app", {"end_date": date(2025, 11, 28)}, "major", "deadline", "締切が12月5日から11月28日に前倒し"),
    ("per_robot_app", {"end_date": date(2026, 1, 9)}, "major", "deadline", "締切が2025年12月5日から2026年1月9日に延長"),
    ("per_robot_app", {"end_time": "12:00"}, "major", "deadline", "締切の時刻 17:00→12:00"),
    ("per_robot_app", {"deadline_rule": "postmark"}, "major", "deadline", "締切の扱い 必着→消印有効"),
    ("per_robot_app", {"start_date": date(2025, 4, 8)}, "major", "deadline", "受付開始が4月1日から4月8日に変更"),
    ("per_robot_app", {"start_date": date(2025, 4, 8), "end_date": date(2025, 12, 8)}, "major", "deadline", "締切が12月5日から12月8日に延長、受付開始が4月1日から4月8日に変更"),
    ("prg_robot", {"eligibility": "市内に本社または工場を有する中小企業者"}, "major", "eligibility", "対象者 「市内に本社を有する中小」→「市内に本社または工場を有する中小」"),
    ("prg_robot", {"eligibility": None}, "major", "eligibility", "対象者 「市内に本社を有する中小企業者」を削除"),
    ("prg_later", {"eligibility": "市内の商店"}, "major", "eligibility", "対象者 「市内の商店」を追加"),
    ("prg_robot", {"eligibility": "市内に本社をもつ中小企業者"}, "minor", "wording", None),
    ("prg_robot", {"eligibility": "市内に本社を有する中小企業者のみ"}, "major", "eligibility", None),
    ("prg_robot", {"eligibility": "市内に本社を有する者"}, "major", "eligibility", None),
    ("prg_robot", {"summary": "工場に搬送ロボットを入れる費用を助成します。"}, "minor", "wording", None),
    ("prg_robot", {"name": "産業ロボット導入支援補助金", "name_text": "産業ロボット導入支援補助金"}, "minor", "name", "名称 ロボット導入支援補助金→産業ロボット導入支援補助金"),
    ("prg_robot", {"listing_status": "closed", "status": "closed"}, "major", "closed", "募集終了"),
    ("prg_later", {"status": "open"}, "major", "opened", "募集開始"),
    ("prg_robot", {"area_codes": ("172014", "172022"), "area_names": ("金沢市", "七尾市")}, "major", "eligibility", "対象地域 金沢市→金沢市・七尾市"),
    ("prg_robot", {"is_combinable": False}, "major", "eligibility", "併用 記載なし→不可"),
    ("prg_robot", {"listed_end_month": "2026-03", "name_text": "【2026年3月終了予定】ロボット導入支援補助金"}, "major", "deadline", "終了予定 なし→2026-03"),
    ("con_1", {"phone": "+81762202206", "phone_text": "076-220-2206"}, "minor", "contact", "問い合わせ先の電話 +81762202205→+81762202206"),
    ("lnk_1", {"url": "https://example.jp/new"}, "minor", "link", None),
    ("fac_1", {"closes": "18:00"}, "minor", "facilities", "施設「試験工房」の閉館時刻 17:00→18:00"),
    ("guide", {"edition": "令和8年度版"}, "minor", "sources", "出典「支援ガイド」の版 令和7年度版→令和8年度版"),
]  # fmt: skip


@pytest.mark.parametrize(("row_id", "new", "weight", "kind", "words"), EDITS)
def test_an_edit_appears_once_with_its_weight(tmp_path, row_id, new, weight, kind, words):
    (change,) = changed(tmp_path, edited(city(), row_id, **new))
    assert (change.weight, change.kind, change.op) == (weight, kind, "changed")
    assert change.row_id == row_id
    if words:
        assert change.message == words


@pytest.mark.parametrize(
    "new",
    [
        {"locator": "p.2 1.0,2.0,3.0,4.0"},
        {"status_as_of": date(2025, 12, 1)},
        {"eligibility": "市内に本社を 有する中小企業者"},
    ],
)
def test_a_row_that_only_moved_is_no_change(tmp_path, new):
    assert changed(tmp_path, edited(city(), "prg_robot", **new)) == []


def test_white_space_in_a_fact_s_words_is_no_change(tmp_path):
    assert changed(tmp_path, edited(city(), "amt_robot_cap", amount_text="50 万円")) == []


def test_new_and_gone_are_one_change_each_whatever_they_bring(tmp_path):
    rows = without(city(), "prg_fair", "amt_fair_grant", "rat_fair_half", "per_fair_app", "lnk_1", "fnd_1")
    rows += [
        program("cafe", "店舗改装補助金", call_round=2),
        amount("cafe", "cafe", 10_000),
        rate("cafe", "cafe", 1, 3),
    ]
    assert [(c.weight, c.kind, c.message) for c in changed(tmp_path, rows)] == [
        ("major", "new", "新規: 店舗改装補助金（第2回）"),
        ("major", "gone", "掲載終了: <script>alert(1)</script>見本市出展助成"),
    ]


def test_a_renamed_programme_whose_ids_changed_is_renamed_and_nothing_else(tmp_path):
    after = [
        replace(
            row,
            **(
                {"program_id": "prg_automat"}
                | ({"name": "自動化支援補助金", "name_text": "自動化支援補助金"} if hasattr(row, "name") else {})
                | ({"rate_id": row.rate_id + "x"} if hasattr(row, "rate_id") else {})
                | ({"amount_id": row.amount_id + "x"} if hasattr(row, "amount_id") else {})
            ),
        )
        if getattr(row, "program_id", None) == "prg_robot"
        else row
        for row in city()
    ]
    (change,) = changed(tmp_path, after)
    assert (change.kind, change.weight) == ("name", "minor")
    assert change.message == "名称 ロボット導入支援補助金→自動化支援補助金"


def test_an_edit_the_summary_repeats_is_reported_once(tmp_path):
    before = edited(city(), "prg_robot", summary="上限50万円で費用の一部を助成します。")
    after = edited(before, "prg_robot", summary="上限100万円で費用の一部を助成します。")
    after = edited(after, "amt_robot_cap", yen=1_000_000, amount_text="100万円")
    (change,) = changed(tmp_path, after, before)
    assert change.kind == "amount"


def test_a_cell_that_states_two_rows_is_one_edit(tmp_path):
    rows = edited(edited(city(), "rat_robot_any", denominator=4), "rat_robot_small", numerator=1, denominator=4)
    before = edited(city(), "rat_robot_small", numerator=1, denominator=2, percent=None)
    (change,) = changed(tmp_path, rows, before)
    assert change.message == "補助率 1/2以内→1/4以内（中小企業者、小規模企業者）"


def test_a_label_that_two_facts_share_is_one_edit(tmp_path):
    given = {"applicant_class": "small", "applicant_text": "小規模企業者"}
    before = edited(city(), "amt_robot_cap", **given)
    after = edited(before, "amt_robot_cap", applicant_class="mid", applicant_text="中堅企業")
    after = edited(after, "rat_robot_small", applicant_class="mid", applicant_text="中堅企業")
    (change,) = changed(tmp_path, after, before)
    assert (change.weight, change.message) == ("major", "補助率・上限額の対象者 小規模企業者→中堅企業")


def test_a_label_of_several_words_and_with_brackets_is_told_whole_and_with_its_place(tmp_path):
    given = {"course": "連携コース", "applicant_class": "sme", "condition_text": "重点分野（※）"}
    before = edited(edited(city(), "amt_robot_cap", **given), "rat_robot_small", **given)
    gone = {"applicant_class": "any", "condition_text": None}
    after = edited(edited(before, "amt_robot_cap", **gone), "rat_robot_small", **gone)
    (change,) = changed(tmp_path, after, before)
    told = "補助率・上限額の対象者 中小企業者→すべての対象者、条件 重点分野（※）→なし（連携コース）"
    assert change.message == told


def test_renamed_courses_keep_their_sums_apart(tmp_path):
    """All sums rose by a step: the new sum of one course is the old one of the next."""
    before = [
        *city(),
        amount("wide", "robot", 1_000_000, course="海外コース"),
        amount("home", "robot", 500_000, course="国内コース"),
    ]
    after = [
        *city(),
        amount("home2", "robot", 1_000_000, course="国内開催コース"),
        amount("wide2", "robot", 1_500_000, course="海外開催コース"),
    ]
    assert sorted(change.message for change in changed(tmp_path, after, before)) == [
        "上限額 100万円→150万円、上限額のコース 海外コース→海外開催コース",
        "上限額 50万円→100万円、上限額のコース 国内コース→国内開催コース",
    ]


def test_a_course_in_the_place_of_one_of_another_name_is_no_renamed_one(tmp_path):
    before = [*city(), amount("home", "robot", 500_000, course="国内コース")]
    after = [*city(), amount("staff", "robot", 300_000, course="人材育成")]
    assert sorted(change.op for change in changed(tmp_path, after, before)) == ["added", "removed"]


def test_a_value_quoted_from_elsewhere_because_its_place_changed_is_no_wording(tmp_path):
    place = {"locator": "p.1 60.0,300.0,200.0,312.0"}
    rows = edited(city(), "rat_robot_any", rate_text="２分の１以内", **place)
    rows.append(rate("robot_new", "robot", 3, 4, applicant_class="sme"))
    (change,) = changed(tmp_path, rows)
    assert change.message == "補助率 3/4以内 を追加（中小企業者）"


def test_facts_that_come_and_go(tmp_path):
    rows = [*without(city(), "amt_robot_min"), amount("robot_more", "robot", 50_000, "addon_cap")]
    found = {(c.op, c.message) for c in changed(tmp_path, rows)}
    assert found == {("removed", "対象経費の下限 30万円 を削除"), ("added", "加算の上限額 5万円 を追加")}


def test_a_window_that_became_rolling_is_one_edit(tmp_path):
    rows = edited(without(city(), "per_robot_app"), "prg_robot", is_rolling=True, status="rolling")
    (change,) = changed(tmp_path, rows)
    assert change.message == "募集期間 2025年4月1日～12月5日→随時"


def test_a_moved_deadline_explains_the_status_of_the_same_day(tmp_path):
    rows = edited(edited(city(), "per_robot_app", end_date=date(2025, 11, 14)), "prg_robot", status="closed")
    (change,) = changed(tmp_path, rows)
    assert change.kind == "deadline"


def test_closing_with_time_alone_is_said(tmp_path):
    (change,) = changed(tmp_path, edited(city(), "prg_robot", status="closed"), as_of=date(2025, 12, 6))
    assert (change.kind, change.weight) == ("closed", "major")


VERSIONS = [
    ([], "1.0.0"),
    ([("prg_robot", {"summary": "別の言い方です。"})], "1.0.1"),
    ([("amt_robot_cap", {"yen": 1})], "1.1.0"),
]


@pytest.mark.parametrize(("edits", "version"), VERSIONS)
def test_the_version_follows_from_the_changes(tmp_path, edits, version):
    rows = city()
    for row_id, new in edits:
        rows = edited(rows, row_id, **new)
    old, new = release(tmp_path / "old", city()), release(tmp_path / "new", rows)
    assert data_version(old, new, diff(old, new)) == version
    assert data_version(None, new, []) == "1.0.0"


def test_a_lost_column_is_a_major_version(tmp_path):
    old, new = release(tmp_path / "old", city()), release(tmp_path / "new", city())
    slimmer = replace(new, tables={**new.tables, "rates": new.rates.drop(columns=["percent"])})
    assert data_version(old, slimmer, []) == "2.0.0"


def test_changes_are_written_for_programs_and_for_people(tmp_path):
    import pandas as pd

    old = release(tmp_path / "old", city())
    new = release(tmp_path / "new", edited(city(), "prg_fair", listing_status="closed", status="closed"))
    (change,) = write_changes(old, new, new.folder)
    table, frame = pd.read_parquet(new.folder / "changes.parquet"), pd.read_csv(new.folder / "changes.csv")
    assert table["message"].tolist() == frame["message"].tolist() == [change.message] == ["募集終了"]
    text = (new.folder / "changes.md").read_text("utf-8")
    assert "重要 1 件（募集終了 1）、軽微 0 件" in text
    assert "<script" not in text
    write_changes(None, new, new.folder)
    assert (new.folder / "changes.md").read_text("utf-8") == "# データ 1.0.0\n\n最初の公開です（制度 3 件）。\n"
    same = compare(old.folder, new.folder)
    assert same.startswith(f"# データ {old.folder} → {new.folder}\n"), "folders of one version"


def test_people_read_first_what_came_then_what_went_then_what_changed(tmp_path):
    old = release(tmp_path / "old", city())
    rows = without(city(), "prg_fair", "amt_fair_grant", "rat_fair_half", "per_fair_app", "lnk_1", "fnd_1")
    new = release(tmp_path / "new", [*edited(rows, "prg_later", status="open"), program("zzz", "店舗改装補助金")])
    lines = [line for line in compare(old.folder, new.folder).splitlines() if line.startswith("- ")]
    assert [line.partition(": ")[0] for line in lines][:2] == ["- 新規", "- 掲載終了"]
    assert lines[2].endswith("募集開始")


def test_one_edit_among_thousands_is_one_change(tmp_path):
    rows = [*builder.sources()]
    for i in range(2000):
        rows += [
            program(f"{i:05}", f"制度{i}"),
            amount(f"{i:05}", f"{i:05}", 1000 * i),
            period(f"{i:05}", f"{i:05}", None, date(2026, 1, 1)),
        ]
    old, new = release(tmp_path / "old", rows), release(tmp_path / "new", edited(rows, "amt_00007", yen=1))
    assert len(diff(old, new)) == 1


def test_a_text_written_anew_is_shown_whole():
    old = "地震で被害を受けた小規模事業者を対象に、事業の立て直しや販路の開拓に要する費用の一部を助成します。"
    new = "県外の本社や工場を県内に移す法人に、移転費・設備費・改修費を補助し、あわせて雇用の確保を促すものです。"
    (edit,) = edits(old, new)
    assert edit.shown == f"「{old[:20]}…{old[-20:]}」→「{new[:20]}…{new[-20:]}」"
    assert not is_wording(edit)
    assert len(edits(old, old.replace("地震", "大雨").replace("一部", "全部").replace("立て直し", "再建"))) == 3
