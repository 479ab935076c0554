"""The history of a programme, and what was known on a day, from releases one after another."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.publish.changes import write_changes
from pipeline.publish.changes.diff import data_version
from pipeline.publish.extras import write_extras
from pipeline.publish.history import describe, history, known_on, releases, write_history
from pipeline.records import PipelineError
from tests.publish.builder import city, edited, program, release, without

STATES = [
    (date(2025, 11, 22), city()),
    (date(2025, 11, 25), edited(city(), "amt_robot_cap", yen=1_000_000, amount_text="100万円")),
    (date(2025, 11, 26), edited(city(), "amt_robot_cap", yen=1_000_000, amount_text="100万円")),
    (date(2025, 12, 1), [*without(city(), "prg_later", "amt_later_cap"), program("new", "新しい助成")]),
]


@pytest.fixture(scope="module")
def last(tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    previous = None
    for number, (day, rows) in enumerate(STATES):
        version = previous.version if previous else "1.0.0"
        current = release(folder / str(number), rows, as_of=day, version=version)
        changes = write_changes(previous, current, current.folder)
        version = data_version(previous, current, changes)
        current = release(folder / str(number), rows, as_of=day, version=version)
        write_history(previous, current, changes, version, current.folder)
        previous = current
    return previous


def test_a_release_is_kept_only_when_something_was_learnt(last):
    assert [(kept.number, kept.day.isoformat(), kept.version) for kept in releases(last.folder)] == [
        (1, "2025-11-22", "1.0.0"),
        (2, "2025-11-25", "1.1.0"),
        (3, "2025-12-01", "1.2.0"),
    ]


def test_what_was_known_on_a_day_is_known_again(last):
    for day, rows in STATES:
        known = known_on(last, day)
        expected = release(last.folder.parent / f"again-{day}", rows, as_of=day)
        for table in ("programs", "rates", "amounts", "periods", "contacts", "links", "relations", "sources"):
            ours = [{**row, "status_as_of": None} for row in known.rows(table)]
            theirs = [{**row, "status_as_of": None} for row in expected.rows(table)]
            assert ours == theirs, (day, table)
            assert known.tables[table].dtypes.equals(expected.tables[table].dtypes)
    assert known_on(last, date(2025, 11, 24)).as_of == date(2025, 11, 22)
    with pytest.raises(PipelineError, match="最初の公開は 2025-11-22"):
        known_on(last, date(2025, 11, 21))


def test_a_programmes_history_reads_from_its_beginning_to_its_end(last):
    told = [(kept.version, said) for kept, said in history(last, "prg_robot")]
    assert told == [
        ("1.0.0", ["記録のはじめ"]),
        ("1.1.0", ["上限額 50万円→100万円"]),
        ("1.2.0", ["上限額 100万円→50万円"]),
    ]
    assert history(last, "prg_later")[-1][1] == ["掲載終了: 先端材料の研究開発助成"]
    assert history(last, "prg_new")[0][1] == ["新規: 新しい助成"]
    with pytest.raises(PipelineError, match="履歴に制度がありません"):
        history(last, "prg_unknown")


def test_a_programme_is_described_as_it_was_known(last):
    then = describe(known_on(last, date(2025, 11, 24)), "prg_robot")
    assert then[0] == "ロボット導入支援補助金（募集中、2025-11-22 の公開 1.0.0）"
    assert "- 上限額 50万円" in then
    assert "- 上限額 100万円" in describe(known_on(last, date(2025, 11, 26)), "prg_robot")
    with pytest.raises(PipelineError, match="知られていません"):
        describe(known_on(last, date(2025, 12, 1)), "prg_later")


def test_everything_beside_the_tables_is_written_and_is_the_same_twice(tmp_path):
    first = release(tmp_path / "first", city())
    assert write_extras(first.folder, None, first.as_of, {}) == "1.0.0"
    rows = edited(city(), "per_robot_app", end_date=date(2025, 12, 19))
    made = []
    for name in ("a", "b"):
        folder = release(tmp_path / name, rows, as_of=date(2025, 11, 25)).folder
        assert write_extras(folder, first.folder, date(2025, 11, 25), {}) == "1.1.0"
        made.append(
            {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        )
    assert made[0] == made[1]
    assert {
        "changes.csv",
        "changes.md",
        "hojokin.xlsx",
        "excel/rates.csv",
        "deadlines.ics",
        "changes.atom",
        "report/index.html",
    } <= made[0].keys()
    assert "history/0002_2025-11-25_v1.1.0.parquet" in made[0]  # fmt: skip
