"""The review page in a real browser, opened from disk: as a maintainer, an officer on a phone, and a hostile name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pipeline.publish import evidence
from tests.browser.conftest import DESKTOP, PHONE
from tests.publish.builder import city

VIEWS = ["programs", "deadlines", "picture", "changes", "findings", "quarantine", "sources"]


def found(tab):
    return tab.locator("#found").inner_text()


def names(tab):
    return tab.locator("#grid button.name").all_inner_texts()


FILTERS = [
    ("#filter-area", "七尾市", ["先端材料の研究開発助成"]),
    ("#filter-status", "upcoming", ["先端材料の研究開発助成"]),
    ("#filter-rate", "66.6", ["ロボット導入支援補助金"]),
    ("#filter-cap", "500000", ["先端材料の研究開発助成", "ロボット導入支援補助金"]),
    ("#filter-deadline", "14", ["ロボット導入支援補助金"]),
    ("#filter-deadline", "none", ["先端材料の研究開発助成"]),
    ("#filter-applicant", "large", ["<script>alert(1)</script>見本市出展助成", "先端材料の研究開発助成"]),
    ("#filter-source", "page", ["<script>alert(1)</script>見本市出展助成"]),
]


def test_search_and_every_filter(visit, little):
    with visit(little) as tab:
        assert found(tab) == "3 件"
        tab.fill("#search", "ろぼっと")
        assert found(tab) == "0 件"
        tab.fill("#search", "ロボット　中小企業")
        assert names(tab) == ["ロボット導入支援補助金"]
        tab.click("#grid button.name")
        assert tab.locator("#programme").is_visible()
        tab.click("#programme .close")
        tab.click("button[type=reset]")
        for selector, value, expected in FILTERS:
            tab.select_option(selector, value)
            assert sorted(names(tab)) == sorted(expected), (selector, value)
            tab.select_option(selector, "")
        tab.select_option("#sort", "-c")
        assert names(tab)[0] == "ロボット導入支援補助金"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_value_opens_its_words_and_the_page_with_a_box(visit, little, size):
    with visit(little, size) as tab:
        tab.get_by_role("button", name="ロボット導入支援補助金").click()
        assert tab.locator("#programme-title").inner_text() == "ロボット導入支援補助金"
        tab.get_by_role("button", name="根拠を見る: 率 2/3以内").click()
        assert tab.locator("#evidence blockquote").inner_text() == "2/3以内"
        picture, box = tab.locator("#evidence img"), tab.locator("#evidence .box")
        tab.wait_for_function("document.querySelector('#evidence img').naturalWidth > 300")
        drawn, around = picture.bounding_box(), box.bounding_box()
        assert around["x"] - drawn["x"] == pytest.approx(57 / 595 * drawn["width"], abs=4)
        assert around["y"] - drawn["y"] == pytest.approx(97 / 842 * drawn["height"], abs=4)
        assert 0 <= around["x"] <= size["width"] - around["width"]
        assert 0 <= around["y"] <= size["height"] - around["height"]
        link = tab.locator("#evidence a")
        assert link.get_attribute("href") == "https://example.jp/guide.pdf#page=1"
        assert link.get_attribute("rel") == "noopener noreferrer"
        tab.keyboard.press("Escape")
        assert not tab.locator("#evidence").is_visible()
        assert tab.locator("#programme").is_visible()


def test_a_web_page_s_words_are_linked_by_a_text_fragment_as_the_data_links_them(visit, little):
    rows = {getattr(row, "rate_id", ""): row for row in city()}
    page = {"file_url": None, "page_url": "https://example.com/hojokin"}
    with visit(little) as tab:
        tab.get_by_role("button", name="見本市出展助成").click()
        tab.get_by_role("button", name="根拠を見る: 率").click()
        row = rows["rat_fair_half"]
        expected = evidence.address(page, row.locator, row.rate_text)
        assert tab.locator("#evidence a").get_attribute("href") == expected
        for words in ("5-3,2 (甲)!'*", "あ" * 39 + "終わり", "二行に\n またがる文"):
            there = tab.evaluate("w => evidenceAddress({page: 'https://a.jp/#x'}, '/html/p', w)", words)
            assert there == evidence.address({"file_url": None, "page_url": "https://a.jp/#x"}, "/html/p", words)


def test_a_name_that_is_a_script_is_a_name(visit, little):
    with visit(little) as tab:
        for view in VIEWS:
            tab.evaluate(f"location.hash = '#/{view}'")
            tab.wait_for_selector(f"#view-{view}:visible")
        tab.evaluate("location.hash = '#/p/prg_fair'")
        assert tab.locator("#programme-title").inner_text() == "<script>alert(1)</script>見本市出展助成"
        assert "<script>alert" not in little.read_text("utf-8")


SHOWN = [
    ("changes", "上限額 10万円→50万円"),
    ("changes", "新規: 先端材料の研究開発助成"),
    ("findings", "曜日が合いません"),
    ("quarantine", "greater_than(0)"),
    ("deadlines", "2025年12月13日（土）土曜日"),
    ("sources", "令和7年度版"),
    ("sources", "試験市総合窓口"),
]


def test_changes_findings_quarantine_and_deadlines_are_shown(visit, little):
    with visit(little) as tab:
        for view, words in SHOWN:
            tab.click(f"nav a[href='#/{view}']")
            expect(tab.locator(f"#{view}-list")).to_contain_text(words)
        tab.click("nav a[href='#/findings']")
        tab.click("#severities button >> nth=1")
        expect(tab.locator("#findings-list")).to_contain_text("確認事項はありません")
        tab.click("nav a[href='#/picture']")
        tab.click("#view-picture summary")
        tab.click("#scatter-table button >> nth=0")
        expect(tab.locator("#found")).to_have_text("1 件（補助率 2/3以内・上限額 50万円）")
        assert names(tab) == ["ロボット導入支援補助金"]


def test_the_keyboard_reaches_everything(visit, little):
    with visit(little) as tab:
        tab.focus("#search")
        for _ in range(40):
            tab.keyboard.press("Tab")
            if tab.evaluate("document.activeElement.className") == "name":
                break
        tab.keyboard.press("Enter")
        assert tab.locator("#programme").is_visible()
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.locator("#evidence").is_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(visit, little, size):
    from axe_playwright_python.sync_playwright import Axe

    with visit(little, size) as tab:
        for view in VIEWS:
            tab.evaluate(f"location.hash = '#/{view}'")
            tab.wait_for_selector(f"#view-{view}:visible")
            assert _violations(Axe(), tab) == [], view
        tab.evaluate("location.hash = '#/p/prg_robot'")
        assert _violations(Axe(), tab) == []
        tab.get_by_role("button", name="根拠を見る: 率 2/3以内").click()
        assert _violations(Axe(), tab) == []


def _violations(axe, tab):
    return [
        (rule["id"], node["html"][:200]) for rule in axe.run(tab).response["violations"] for node in rule["nodes"][:3]
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_phone(visit, little, view):
    with visit(little, PHONE) as tab:
        tab.evaluate(f"location.hash = '#/{view}'")
        tab.wait_for_selector(f"#view-{view}:visible")
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_ten_thousand_programmes_stay_usable(visit, large):
    """The grid draws what is seen, and every action answers within the browser's own patience (10 s)."""
    with visit(large) as tab:
        tab.set_default_timeout(10_000)
        tab.fill("#search", "その9999")
        tab.wait_for_function("document.querySelector('#found').textContent === '1 件'")
        tab.fill("#search", "")
        tab.select_option("#filter-area", "七尾市")
        tab.wait_for_function("document.querySelector('#found').textContent === '3,333 件'")
        assert tab.locator("#grid .tabulator-row").count() < 200
        for view in VIEWS:
            tab.evaluate(f"location.hash = '#/{view}'")
            tab.wait_for_selector(f"#view-{view}:visible")
