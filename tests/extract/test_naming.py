"""Names taken apart: round, listing marks, keys that do not move."""

from __future__ import annotations

import pytest

from pipeline.extract.naming import read_name, stable_id, stray_brackets


@pytest.mark.parametrize(
    ("text", "clean", "call_round", "month"),
    [
        ("◇海外販路開拓支援事業", "海外販路開拓支援事業", None, None),
        ("◇ものづくりサポートアドバイザー派遣制度 NEW", "ものづくりサポートアドバイザー派遣制度", None, None),
        ("ものづくりサポートアドバイザー派遣制度 新規", "ものづくりサポートアドバイザー派遣制度", None, None),
        ("営業再開支援補助金【12次】", "営業再開支援補助金", 12, None),
        ("起業促進補助金<3次>", "起業促進補助金", 3, None),
        ("商店街にぎわい創出事業【第6次公募】", "商店街にぎわい創出事業", 6, None),
        (
            "持続化補助金「災害支援枠(令和6年能登半島地震)」7次公募",
            "持続化補助金「災害支援枠(令和6年能登半島地震)」",
            7,
            None,
        ),
        (
            "令和7年度第2回「伝統的工芸品産業支援補助金(災害復興事業)」",
            "令和7年度「伝統的工芸品産業支援補助金(災害復興事業)」",
            2,
            None,
        ),
        ("第三次募集 省エネ補助金", "省エネ補助金", 3, None),
        ("金沢市 復旧支援補助金【2026年3月終了予定】", "金沢市 復旧支援補助金", None, "2026-03"),
        ("金沢市 復旧支援補助金 【２０２６年３月終了予定】", "金沢市 復旧支援補助金", None, "2026-03"),
        ("金沢市 復旧支援補助金（令和8年3月末締切予定）", "金沢市 復旧支援補助金", None, "2026-03"),
        ("金沢市 復旧支援補助金【11月17日締切】", "金沢市 復旧支援補助金【11月17日締切】", None, None),
        ("七尾市 創業補助金【終了予定不明】", "七尾市 創業補助金", None, None),
        (
            "<再掲>志賀町 商店街災害復旧事業【第4次公募】【2025年12月終了予定】",
            "志賀町 商店街災害復旧事業",
            4,
            "2025-12",
        ),
        ("小松市 支援事業<グローバル化支援事業>", "小松市 支援事業<グローバル化支援事業>", None, None),
        ("電気自動車購入費補助（令和7年度分）", "電気自動車購入費補助", None, None),
        ("3次元プリンタ導入補助金", "3次元プリンタ導入補助金", None, None),
        ("第2創業支援補助金", "第2創業支援補助金", None, None),
    ],
)
def test_a_name_is_taken_apart(text: str, clean: str, call_round: int | None, month: str | None) -> None:
    name = read_name(text)
    assert (name.clean, name.call_round, name.listed_end_month) == (clean, call_round, month)


def test_listing_marks_and_white_space_do_not_move_a_key() -> None:
    one = read_name("七尾市 商店街災害復旧事業【第4次公募】【2025年12月終了予定】")
    two = read_name("<再掲>七尾市　商店街災害復旧事業【第４次公募】【終了予定不明】")
    assert one.raw_key == two.raw_key
    assert two.is_relisted
    assert not one.is_relisted


def test_a_round_is_a_call_of_its_own_and_of_one_series() -> None:
    seventh, eighth = read_name("令和6年度 再建補助金【7次公募】"), read_name("令和7年度 再建補助金【8次公募】")
    assert seventh.raw_key != eighth.raw_key
    assert seventh.series_key == eighth.series_key


def test_ids_are_hashed_from_folded_words() -> None:
    assert stable_id("p", "src", "補助 率１／２") == stable_id("p", "src", "補助率1/2")
    assert stable_id("p", "src", "a") != stable_id("p", "srca", "")


@pytest.mark.parametrize(
    ("text", "stray"),
    [("支援事業デジタル化>", [9]), ("支援<枠>", []), ("申請->採択", []), ("（上限)", [0, 3]), ("「枠", [0])],
)
def test_brackets_without_a_partner(text: str, stray: list[int]) -> None:
    assert stray_brackets(text) == stray


@pytest.mark.parametrize(
    ("text", "is_new"),
    [
        ("◇デザイン導入支援事業 NEW", True),
        ("デザイン導入支援事業　新規", True),
        ("新規開業支援補助金", False),
        ("販路新規", False),
        ("デザイン導入支援事業【新規】", True),
        ("＜新設＞デザイン導入支援事業", True),
        ("新規創業支援事業", False),
        ("雇用奨励金（新規）", False),
    ],
)
def test_a_mark_says_that_a_programme_is_new(text: str, is_new: bool) -> None:
    assert read_name(text).is_new is is_new
