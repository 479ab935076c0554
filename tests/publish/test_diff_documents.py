"""Two releases made by editing a document: each edit of the page shows once, in words, with its weight."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.publish.changes.diff import diff
from pipeline.publish.dataset import load
from pipeline.publish.series import relate
from pipeline.publish.tables import write_tables
from pipeline.reading import read
from pipeline.rows import TABLES
from pipeline.sources.profile import load_profile
from tests.publish.builder import sources

SOURCE = "ishikawa_subsidy"
PAGES = sorted((Path(__file__).parents[2] / "raw" / SOURCE).glob("*.html"))


def published(folder, text):
    reading = read(
        text.encode(), name="page.html", profile=load_profile(SOURCE), source_id=SOURCE, as_of=date(2025, 11, 22)
    )
    rows = {table: list(reading.tables.get(table, ())) for table in TABLES}
    rows["sources"] = sources()
    folder.mkdir()
    write_tables(relate(rows), folder)
    return load(folder)  # fmt: skip


@pytest.fixture(scope="module")
def page():
    if not PAGES:
        pytest.skip("raw/ holds no page of this source")
    return PAGES[0].read_text("utf-8")


@pytest.fixture(scope="module")
def before(page, tmp_path_factory):
    return published(tmp_path_factory.mktemp("page") / "before", page)


EDITS = [
    # the words in the page, what they become, and what the release says
    ("<strong>補助上限額</strong>:200万円(千円", "<strong>補助上限額</strong>:300万円(千円", "major", "上限額 200万円→300万円"),
    ("200万円(千円未満切り捨て)", "200万円(百円未満切り捨て)", "major", "上限額の端数処理 千円未満切り捨て→百円未満切り捨て"),
    ("2025年11月25日 17時", "2025年12月15日 17時", "major", "締切が11月25日から12月15日に延長"),
    ("12次締切:令和7年12月5日", "12次締切:令和7年12月4日", "major", "締切が12月5日から12月4日に前倒し"),
    ("11月25日 17時(必着)", "11月25日 17時(消印有効)", "major", "締切の扱い 必着→消印有効"),
    ("補助率:出展経費の 1/2以内", "補助率:出展経費の 2/3以内", "major", "補助率 1/2以内→2/3以内"),
    ("中小企業者 1/2、限度額100万円/小規模企業者 2/3", "中小企業者 1/2、限度額100万円/中堅企業 2/3", "major", "対象者 小規模企業者→中堅企業"),
    ("事業所が市内にある中小企業者。", "事業所が県内にある中小企業者。", "major", "対象者 「事業所が市内にある中小」→「事業所が県内にある中小」"),
    (">外国人労働者日本語能力向上支援補助金</h4>", ">外国人労働者日本語能力向上支援特別補助金</h4>", "minor", "名称 外国人労働者日本語能力向上支援補助金→外国人労働者日本語能力向上支援特別補助金"),
    ("立て直しの取組を後押しする制度。", "立て直しの取組を支える制度です。", "minor", "概要の記載"),
    ("【2026年3月終了予定】", "【2026年2月終了予定】", "major", "終了予定 2026-03→2026-02"),
    ('class="wp-block-heading"', 'class="title"', None, None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "weight", "words"), EDITS)
def test_one_edit_of_the_page_is_one_change(page, before, tmp_path, old, new, weight, words):
    assert old in page
    after = published(tmp_path / "after", page.replace(old, new, 1))
    changes = diff(before, after)
    assert [change.weight for change in changes] == ([weight] if weight else [])
    assert all(words in change.message for change in changes)


def test_ids_stay_whatever_the_value(page, before, tmp_path):
    after = published(tmp_path / "after", page.replace("万円", "億円").replace("1/2", "1/3"))
    for table, key in (("programs", "program_id"), ("periods", "period_id")):
        assert set(before.tables[table][key]) == set(after.tables[table][key])


def test_an_entry_that_goes_and_one_that_comes(page, before, tmp_path):
    start = page.index("<h4", page.index("商店街にぎわい創出事業【") - 80)
    end = page.index("<h4", start + 4)
    entry = page[start:end]
    gone = published(tmp_path / "gone", page[:start] + page[end:])
    assert [change.message for change in diff(before, gone)] == ["掲載終了: 商店街にぎわい創出事業（第6回）"]
    more = entry.replace("商店街にぎわい創出事業【第6次公募】", "伝統文化継承助成金")
    come = published(tmp_path / "come", page[:start] + more + page[start:])
    assert [change.message for change in diff(before, come)] == ["新規: 伝統文化継承助成金"]
