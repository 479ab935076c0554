"""A document read to rows: keys that stay, rows that reconcile, words and places behind every value."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.reading import read
from pipeline.records import LayoutChanged, PipelineError
from pipeline.rows import Reading
from pipeline.sources.profile import Correction, load_profile

RAW = Path(__file__).parents[1] / "raw"
AS_OF = date(2025, 12, 1)
KEYS = {
    "programs": "program_id",
    "rates": "rate_id",
    "amounts": "amount_id",
    "periods": "period_id",
    "contacts": "contact_id",
    "links": "link_id",
    "facilities": "facility_id",
    "relations": "relation_id",
    "findings": "finding_id",
}


def snapshot(source_id: str) -> bytes:
    (path,) = (path for path in (RAW / source_id).iterdir() if path.suffix != ".json")
    return path.read_bytes()


def reading(data: bytes, source_id: str) -> Reading:
    return read(data, name=source_id, profile=load_profile(source_id), source_id=source_id, as_of=AS_OF)


@pytest.fixture(scope="module")
def page() -> bytes:
    return snapshot("ishikawa_subsidy")


@pytest.fixture(scope="module")
def before(page: bytes) -> Reading:
    return reading(page, "ishikawa_subsidy")


def keys(one: Reading, table: str) -> list[str]:
    return [getattr(row, KEYS[table]) for row in one.tables[table]]


@pytest.mark.parametrize("source_id", ["ishikawa_subsidy", "kanazawa_guide"])
def test_every_key_is_unique_and_every_child_has_its_programme(source_id: str) -> None:
    one = reading(snapshot(source_id), source_id)
    for table in KEYS:
        assert not [key for key, number in Counter(keys(one, table)).items() if number > 1]
    programs = set(keys(one, "programs"))
    for table in ("rates", "amounts", "periods", "links", "relations"):
        assert {row.program_id for row in one.tables[table]} <= programs  # type: ignore[union-attr]


def test_reading_twice_gives_the_same(page: bytes, before: Reading) -> None:
    assert reading(page, "ishikawa_subsidy") == before


def test_a_changed_sum_keeps_every_key(page: bytes, before: Reading) -> None:
    after = reading(
        page.replace("補助上限額:100万円/団体".encode(), "補助上限額:120万円/団体".encode()), "ishikawa_subsidy"
    )
    for table in KEYS:
        assert keys(after, table) == keys(before, table)
    changed = [
        (one.yen, two.yen)  # type: ignore[union-attr]
        for one, two in zip(before.tables["amounts"], after.tables["amounts"], strict=True)
        if one != two
    ]
    assert changed == [(1_000_000, 1_200_000)]


def test_a_listing_mark_or_a_moved_entry_keeps_every_key(page: bytes, before: Reading) -> None:
    text = page.decode()
    marked = re.sub(r"【2026年3月終了予定】", "【2026年4月終了予定】", text)
    head, tail = marked.split('<h3 class="wp-block-heading">白山市の補助金</h3>')
    entry, rest = tail.split('<h3 class="wp-block-heading">小松市の補助金</h3>')
    place = '<h3 class="wp-block-heading">津幡町の補助金</h3>'
    first, last = rest.split(place)
    moved = f'{head}<h3 class="wp-block-heading">小松市の補助金</h3>{first}<h3>白山市の補助金</h3>{entry}{place}{last}'
    after = reading(moved.encode(), "ishikawa_subsidy")
    for table in ("programs", "rates", "amounts", "periods", "links"):
        assert set(keys(after, table)) == set(keys(before, table))


def test_the_relisted_entry_is_one_programme_with_a_relation(before: Reading) -> None:
    assert len(before.tables["programs"]) == 43
    (relation,) = (row for row in before.tables["relations"] if row.kind == "relisted")  # type: ignore[union-attr]
    assert relation.program_id == relation.target_program_id  # type: ignore[union-attr]


def test_commentary_is_nowhere(before: Reading) -> None:
    published = "\n".join(str(row) for table in before.tables.values() for row in table)
    for words in ("きわめて手厚い内容", "駆け込み", "採択のためには"):
        assert words not in published


def test_another_page_is_refused_by_name(page: bytes) -> None:
    other = page.replace("募集終了した補助金".encode(), "お知らせ".encode())
    with pytest.raises(LayoutChanged, match="募集終了した補助金"):
        reading(other, "ishikawa_subsidy")


def corrected(before: str, expires: date | None = None) -> Reading:
    correction = Correction("七尾市 なりわい再生支援補助金 / 補助対象者", before, "七尾市", "市名の誤記", expires)
    profile = replace(load_profile("ishikawa_subsidy"), corrections=(correction,))
    data = snapshot("ishikawa_subsidy")
    return read(data, name="page", profile=profile, source_id="ishikawa_subsidy", as_of=AS_OF)


def test_a_correction_is_made_and_told() -> None:
    checks = [row.check for row in corrected("八尾市").tables["findings"]]  # type: ignore[union-attr]
    assert "correction-applied" in checks
    assert "foreign-place-name" not in checks


@pytest.mark.parametrize(("before", "expires"), [("九尾市", None), ("八尾市", date(2025, 11, 30))])
def test_a_stale_correction_stops_the_reading(before: str, expires: date | None) -> None:
    with pytest.raises(PipelineError, match="七尾市 なりわい再生支援補助金"):
        corrected(before, expires)


def test_a_relisted_copy_that_differs_is_told(page: bytes) -> None:
    head, copy = page.decode().split("再掲", 1)
    after = reading(f"{head}再掲{copy.replace('3/4(国1/2+県1/4)', '2/3', 1)}".encode(), "ishikawa_subsidy")
    (finding,) = (row for row in after.tables["findings"] if row.check == "relisted-differs")  # type: ignore[union-attr]
    assert finding.text.endswith("2/3")  # type: ignore[union-attr]
