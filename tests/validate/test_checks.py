"""Checks across rows, corrections and the profile: what a maintainer is told, and what stops a build."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.corrections import StaleCorrectionError, apply_corrections
from pipeline.records import Block, Cell, Document, Line
from pipeline.sources.profile import BadProfileError, Correction, load_profile, load_profiles
from pipeline.validate.checks import check_rows
from pipeline.validate.drift import compare_layouts
from tests.validate.rows_kit import GOOD, good_rows


def checks(**rows: object) -> list[str]:
    return [finding.check for finding in check_rows(good_rows(**rows))]  # type: ignore[arg-type]


def test_good_rows_raise_no_finding() -> None:
    assert checks() == []


def test_the_same_programme_under_two_keys_is_told() -> None:
    twin = replace(GOOD["programs"], program_id="p2")
    assert checks(programs=(GOOD["programs"], twin)) == ["duplicate-program"]
    assert checks(programs=(GOOD["programs"], replace(twin, call_round=3))) == []


@pytest.mark.parametrize(
    ("opens", "told"), [(date(2024, 4, 1), 0), (date(2027, 3, 31), 0), (date(2024, 3, 31), 1), (date(2027, 4, 1), 1)]
)
def test_an_application_opens_near_its_fiscal_year(opens: date, told: int) -> None:
    assert (
        checks(periods=(replace(GOOD["periods"], start_date=opens, end_date=None),)) == ["far-from-fiscal-year"] * told
    )


def test_drift_names_what_came_and_went() -> None:
    found = compare_layouts(
        "a_page", {"labels": ("補助率", "対象者")}, {"labels": ("補助率", "対象となる方"), "headings": ("新章",)}
    )
    assert [(each.check, each.severity, each.text) for each in found] == [
        ("new-label", "warning", "対象となる方"), ("gone-label", "warning", "対象者"), ("new-heading", "info", "新章"),
    ]  # fmt: skip


def line(text: str, number: int = 1) -> Line:
    return Line(text, f"L{number}")


PAGE = Document(
    media_type="text/html",
    blocks=(
        Block("heading", "L1", (line("港市 店舗補助金"),), level=3),
        Block("field", "L2", (line("本市（港市）の事業者", 2),), label="対象者"),
        Block("field", "L3", (line("湊市の店舗", 3),), label="対象事業"),
        Block("heading", "L4", (line("港市 設備補助金", 4),), level=3),
        Block("field", "L5", (line("湊市の事業者", 5), line("湊市の組合", 6)), label="対象者"),
        Block("table", "L7", cells=(Cell(0, 0, 1, 1, (line("湊町の店", 7),), "L7"),), rows=1, cols=1),
    ),
)


def correct(at: str, expect: str, **more: object) -> Correction:
    return Correction(at=at, expect=expect, replace="港市", reason="誤記", **more)  # type: ignore[arg-type]


def test_a_correction_is_made_in_its_place_only() -> None:
    corrected, notices = apply_corrections(PAGE, [correct("店舗補助金 / 対象事業", "湊市")], date(2025, 12, 1))
    assert [block.text for block in corrected.blocks] == [
        "港市 店舗補助金", "本市（港市）の事業者", "港市の店舗", "港市 設備補助金", "湊市の事業者\n湊市の組合", "",
    ]  # fmt: skip
    assert [(notice.check, notice.locator) for notice in notices] == [("correction-applied", "L3")]


def test_a_correction_reaches_into_cells() -> None:
    corrected, _ = apply_corrections(PAGE, [correct("設備補助金", "湊町")], date(2025, 12, 1))
    assert corrected.blocks[5].cells[0].text == "港市の店"


STALE = {
    "the words are mended": (correct("店舗補助金 / 対象者", "湊市"), "いまの文: 本市（港市）の事業者"),
    "the place is gone": (correct("宿泊補助金 / 対象者", "湊市"), "「宿泊補助金」が文書に見つかりません"),
    "the label is gone": (correct("店舗補助金 / 対象経費", "湊市"), "「対象経費」が文書に見つかりません"),
    "the words stand twice": (correct("設備補助金 / 対象者", "湊市"), "2 か所"),
    "its time is over": (correct("店舗補助金 / 対象事業", "湊市", expires=date(2025, 11, 30)), "期限が切れ"),
}


@pytest.mark.parametrize("name", STALE)
def test_a_stale_correction_stops_the_build(name: str) -> None:
    correction, words = STALE[name]
    with pytest.raises(StaleCorrectionError, match=words) as caught:
        apply_corrections(PAGE, [correction], date(2025, 12, 1))
    assert "\n" not in str(caught.value)


# ---- profiles

WHOLE = """
[identity]
source_id = "a_page"
title = "一覧"
publisher = "市"
kind = "aggregator_html"
[fetch]
page_url = "https://example.jp/"
file_url = "https://example.jp/"
media_type = "text/html"
[rights]
licence = "無"
attribution = "市"
rights = "facts"
[expect]
programs = [1, 9]
[expect.rows]
rates = [0, 9]
[[corrections]]
at = "x"
expect = "a"
replace = "b"
reason = "c"
[[decisions]]
check = "relisted"
text = "x"
reason = "y"
expires = 2026-03-31
[outline]
anything = 1
"""
BAD_PROFILES = {
    "not TOML": (WHOLE + "[", "TOML"),
    "no title": (WHOLE.replace('title = "一覧"\n', ""), "'title' がありません"),
    "no section": (WHOLE.replace("[rights]", "[outline.rights]"), "'rights' がありません"),
    "an unknown section": (WHOLE.replace("[expect]", "[expects]"), r"知らない項目があります: \[expects\]"),
    "an unknown key": (WHOLE.replace("[rights]", 'word = ["県"]\n[rights]'), r"知らない項目があります: \[fetch\] word"),
    "another id": (WHOLE.replace('"a_page"', '"b_page"'), "ファイル名と違います"),
    "no address": (WHOLE.replace('file_url = "https://example.jp/"\n', ""), "file_url か link_text"),
    "an unknown guard": (WHOLE.replace("programs = [1, 9]", "progams = [1, 9]"), r"\[expect\] progams"),
    "a correction without reason": (WHOLE.replace('reason = "c"\n', ""), "reason"),
}


def test_a_profile_is_read(tmp_path: Path) -> None:
    (tmp_path / "a_page.toml").write_text(WHOLE, encoding="utf-8")
    profile = load_profile("a_page", tmp_path)
    assert (profile.expect.programs, profile.expect.rows["rates"], profile.outline["anything"]) == ((1, 9), (0, 9), 1)
    assert profile.decisions[0].expires == date(2026, 3, 31)


@pytest.mark.parametrize("name", BAD_PROFILES)
def test_a_bad_profile_is_named(name: str, tmp_path: Path) -> None:
    text, words = BAD_PROFILES[name]
    (tmp_path / "a_page.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadProfileError, match=words) as caught:
        load_profile("a_page", tmp_path)
    assert "a_page.toml" in str(caught.value)


@pytest.mark.parametrize("source_id", ["../etc/passwd", "", "A", "1a", "a b", "a/b", "a.b", "…", "x" * 80])
def test_a_source_id_is_a_folder_name(source_id: str) -> None:
    with pytest.raises(BadProfileError):
        load_profile(source_id)


def test_the_shipped_profiles_load() -> None:
    assert {profile.source_id for profile in load_profiles()} >= {"ishikawa_subsidy", "kanazawa_guide"}
