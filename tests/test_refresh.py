"""The flow as a maintainer meets it: what is published, what is kept, and what is said about it."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline import refresh as flow
from pipeline.fetch.archive import latest_snapshot
from pipeline.files import hold_folder
from pipeline.lock import LockHeldError, hold_locks
from pipeline.publish import release
from pipeline.publish.package import DESCRIPTOR, list_files, verify
from pipeline.publish.run import list_runs, read_run
from pipeline.refresh import Settings
from pipeline.sources.profile import Decision, Expect
from tests.refresh_world import LINES, make_profile, make_world, put, read_lines, run_refresh

NEXT_DAY = "2025-12-02T09:00:00.000+09:00"


def contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in list_files(folder)}


@pytest.fixture
def world(tmp_path: Path) -> Settings:
    settings = make_world(tmp_path)
    assert run_refresh(settings).exit_code == 0
    return settings


def test_a_release_is_whole_and_tells_its_story(world: Settings) -> None:
    assert verify(world.out) == []
    run = read_run(world.out)
    assert (run["outcome"], run["exit_code"], run["as_of"]) == ("published", 0, "2025-12-01")
    assert run["counts"]["programs"] == {"parsed": 5, "published": 5, "quarantined": 0}
    assert [entry["source_id"] for entry in run["inputs"]] == ["a_page", "b_page"]
    assert set(run["timings"]) == {"read", "validate", "publish"}


def test_nothing_new_changes_no_byte(world: Settings) -> None:
    before = contents(world.out)
    run = run_refresh(world)
    assert (run.outcome, run.exit_code) == ("nothing-new", 0)
    assert contents(world.out) == before


def test_the_same_inputs_and_day_give_the_same_bytes(world: Settings, tmp_path: Path) -> None:
    other = replace(world, out=tmp_path / "elsewhere" / "data")
    run_refresh(other)
    first, second = contents(world.out), contents(other.out)
    assert first.pop("run.json") != second.pop("run.json")
    assert first == second


def test_a_new_snapshot_and_a_new_day_are_new_releases(world: Settings) -> None:
    put(world.raw, "a_page", [*LINES["a_page"], "新しい補助 70000"], NEXT_DAY)
    assert run_refresh(world).outcome == "published"
    assert run_refresh(replace(world, as_of=date(2025, 12, 2))).outcome == "published"
    assert len(release.list_releases(world.out)) == 2


def test_a_damaged_release_is_not_taken_for_current(world: Settings) -> None:
    (world.out / "programs.csv").write_bytes(b"")
    assert run_refresh(world).outcome == "published"
    assert verify(world.out) == []


KEPT = {
    # what happens to source a_page: its next document, words of the message, the guard that lets it pass
    "a document that cannot be read": (["!refuse"], "読めない文書", None),
    "most programmes gone": (["設備の補助 500000"], "前回の制度のうち残ったのは 33%", "ids-kept:a_page"),
    "every name another": ([f"別の{number}補助 100" for number in range(3)], "残ったのは 0%", "ids-kept:a_page"),
    "three times the rows": (LINES["a_page"] + [f"追加{number}補助 100" for number in range(9)], "amounts が 3 行から 12 行に", "change-size:a_page"),
    "a document that breaks off": ([*LINES["a_page"], "終わりの補助 !cut"], "途中で切れています", "damaged:a_page"),
    "values that cannot be read": ([f"{line.split()[0]} ?" for line in LINES["a_page"]], "読めた値の割合", "share-read:a_page"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_should_not_be_published_keeps_the_old_data(world: Settings, name: str) -> None:
    lines, words, guard = KEPT[name]
    before = contents(world.out)
    put(world.raw, "a_page", lines, NEXT_DAY)
    run = run_refresh(world)
    assert (run.outcome, run.exit_code) == ("kept", 1)
    said = [message for message in run.messages if words in message]
    assert len(said) == 1
    assert "a_page" in said[0]
    assert "\n" not in said[0]
    assert said[0].count(".txt") <= 1
    assert contents(world.out) == before
    if guard:
        assert f"--accept {guard}" in said[0]
        run = run_refresh(replace(world, accept=frozenset({guard, "row-counts"})))
        assert (run.outcome, run.accepted) == ("published", [guard])
        assert [message for message in run.messages if "--accept" in message] == [
            "--accept row-counts: その名前で止まる確認はありません"
        ]
        assert read_run(world.out)["accepted"] == [guard]


def test_a_guard_of_the_profile_stops_the_first_release_too(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    strict = make_profile("a_page", Expect(programs=(4, 9), rows={"amounts": (0, 2)}))
    settings = replace(settings, profiles=(strict, settings.profiles[1]))
    run = run_refresh(settings)
    assert run.exit_code == 1
    assert {guard["name"] for guard in run.guards} == {"program-count:a_page", "row-count:a_page"}
    assert not settings.out.exists()


def test_a_source_without_a_document_is_named(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    shutil.rmtree(settings.raw / "b_page")
    run = run_refresh(settings)
    assert run.exit_code == 1
    assert run.messages[-1].startswith("b_page: ")


def test_a_damaged_document_is_named_and_nothing_is_published(world: Settings) -> None:
    snapshot = latest_snapshot(world.raw, "a_page")
    assert snapshot
    snapshot.path.write_bytes(b"x")
    run = run_refresh(replace(world, as_of=date(2025, 12, 2)))
    assert run.exit_code == 1
    assert snapshot.path.name in run.messages[-1]


@pytest.mark.parametrize(("strict", "code"), [(False, 0), (True, 3)])
def test_unreachable_sources_keep_their_snapshot(tmp_path: Path, strict: bool, code: int) -> None:
    settings = make_world(tmp_path, offline=False, strict=strict)
    run = run_refresh(settings)
    assert (run.outcome, run.exit_code) == ("published", code)
    assert [message.split(":")[0] for message in run.messages] == ["a_page", "b_page"]
    assert {entry["freshness"] for entry in read_run(settings.out)["inputs"]} == {"unreachable"}
    assert run_refresh(settings).outcome == "nothing-new"


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    settings = make_world(tmp_path, out=tmp_path / "precious")
    settings.out.mkdir()
    (settings.out / "thesis.txt").write_text("years of work")
    run = run_refresh(settings)
    assert run.exit_code == 1
    assert "precious" in run.messages[0]
    assert list_files(settings.out) == ["thesis.txt"]


def test_damaged_and_foreign_files_are_named_and_skipped(world: Settings) -> None:
    newest = put(world.raw, "a_page", ["別の補助 1"], NEXT_DAY)
    newest.path.with_suffix(".json").write_text("{}")
    (world.raw / "b_page" / "note.txt").write_text("x")
    run = run_refresh(replace(world, as_of=date(2025, 12, 2)))
    assert run.outcome == "published"
    assert [message.split(":")[0] for message in run.messages[:2]] == [
        f"a_page/{newest.path.stem}.json",
        "b_page/note.txt",
    ]
    assert run.counts["programs"]["published"] == 5


def test_a_build_leaves_the_archive_as_it_is(world: Settings) -> None:
    assert [path.name for path in world.raw.iterdir()] in (["a_page", "b_page"], ["b_page", "a_page"])


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    settings.out.mkdir()
    (settings.out / ".gitkeep").touch()
    assert run_refresh(settings).exit_code == 0
    assert verify(settings.out) == []


def test_a_fault_of_ours_is_raised_logged_and_harmless(world: Settings) -> None:
    before = contents(world.out)

    def broken(*arguments: object) -> str:
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        flow.refresh(replace(world, as_of=date(2025, 12, 2)), reader=read_lines, writer=broken)
    assert contents(world.out) == before
    logged = list_runs(release.store_of(world.out) / "runs.jsonl", 1)[0]
    assert logged["outcome"] == "failed"
    assert "a bug" in logged["messages"][-1]
    assert run_refresh(replace(world, as_of=date(2025, 12, 2))).outcome == "published"


def test_drift_is_told_from_the_archive_alone(world: Settings) -> None:
    put(world.raw, "a_page", ["設備の補助 500000", "展示会の補助 200000", "研修の奨励 30000"], NEXT_DAY)
    run_refresh(world)
    assert (read_run(world.out)["findings"]["new-label"], read_run(world.out)["inputs"][0]["before"] is None) == (
        1,
        False,
    )


def test_decisions_lower_a_finding_until_their_day(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    put(settings.raw, "a_page", [*LINES["a_page"], "謎の補助 ?"], NEXT_DAY)
    decision = Decision("unread-amount", "謎の補助", "金額は別紙", date(2025, 12, 31))
    stale = Decision("unread-amount", "消えた補助", "別紙", date(2025, 12, 31))
    first = replace(settings.profiles[0], decisions=(decision, stale))
    settings = replace(settings, profiles=(first, settings.profiles[1]))

    def findings(day: date) -> dict[str, str]:
        run_refresh(replace(settings, as_of=day))
        rows = (settings.out / "findings.csv").read_text(encoding="utf-8").splitlines()[1:]
        return {row.split(",")[8]: row.split(",")[1] for row in rows}

    assert findings(date(2025, 12, 1)) == {"謎の補助 ?": "info", "unread-amount 消えた補助": "warning"}
    assert findings(date(2026, 1, 1))["謎の補助 ?"] == "warning"
    assert findings(date(2026, 1, 1))["unread-amount 謎の補助"] == "warning"


# ---- releases


def test_rollback_brings_the_release_before_back_and_holds_it(world: Settings) -> None:
    first = contents(world.out)
    put(world.raw, "a_page", [*LINES["a_page"], "新しい補助 70000"], NEXT_DAY)
    run_refresh(world)
    second = contents(world.out)
    release.roll_back(world.out)
    assert contents(world.out) == first
    run = run_refresh(replace(world, as_of=date(2025, 12, 3)))
    assert (run.outcome, run.exit_code) == ("kept", 1)
    assert "--accept rollback" in run.messages[-1]
    assert contents(world.out) == first
    release.roll_back(world.out, json.loads(second["run.json"])["run_id"])
    assert contents(world.out) == second
    with pytest.raises(release.ReleaseError, match="no-such-run"):
        release.roll_back(world.out, "no-such-run")


def test_without_an_older_release_rollback_says_so(world: Settings) -> None:
    with pytest.raises(release.ReleaseError, match="戻せる前のデータがありません"):
        release.roll_back(world.out)


def test_old_releases_go_but_never_with_somebody_elses_file(world: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "KEPT_SECONDS", -1.0)
    (world.out / "memo.txt").write_text("look here")
    for day in range(2, 10):
        run_refresh(replace(world, as_of=date(2025, 12, day)))
    kept = release.list_releases(world.out)
    assert len(kept) == release.KEPT + 1
    assert [folder for folder in kept if (folder / "memo.txt").exists()] == kept[:1]


def test_where_folders_cannot_be_exchanged_two_renames_do(world: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "exchange", lambda first, second: False)
    old = contents(world.out)
    assert run_refresh(replace(world, as_of=date(2025, 12, 2))).outcome == "published"
    assert contents(release.list_releases(world.out)[-1]) == old
    aside = release.store_of(world.out) / "x.aside"
    world.out.rename(aside)  # as a kill between the two renames leaves it
    release.recover(world.out)
    assert verify(world.out) == []


# ---- several at once


def test_the_second_run_names_the_first(world: Settings) -> None:
    with hold_locks(release.store_of(world.out)):
        run = run_refresh(replace(world, as_of=date(2025, 12, 2)))
    assert (run.outcome, run.exit_code) == ("kept", 1)
    assert "PID" in run.messages[0]
    with hold_locks(world.raw), pytest.raises(LockHeldError), hold_locks(world.raw):
        pass


def _refresh_in_process(settings: Settings, results: object) -> None:
    run = run_refresh(settings)
    results.put(run.outcome)  # type: ignore[attr-defined]


def test_two_refreshes_at_once_end_in_one_whole_release(tmp_path: Path) -> None:
    settings = make_world(tmp_path)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=_refresh_in_process, args=(settings, results)) for _ in range(2)]
    for process in processes:
        process.start()
    outcomes = sorted(results.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    assert outcomes in (["kept", "published"], ["nothing-new", "published"])
    assert verify(settings.out) == []


def test_a_reader_during_a_hundred_swaps_sees_whole_releases(world: Settings, tmp_path: Path) -> None:
    """By name every file is there and whole at any moment; through `hold_folder` all of them are of one release."""
    stop, seen, problems = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            with hold_folder(world.out) as held:
                problems.extend(verify(held))
                seen.add(json.loads((held / "run.json").read_bytes())["run_id"])
            try:
                names = {path.name for path in world.out.iterdir()}
                (world.out / "programs.csv").read_bytes()
            except FileNotFoundError as error:
                problems.append(f"missing by name: {error}")
            else:
                if names and not {"programs.csv", DESCRIPTOR, "run.json"} <= names:
                    problems.append(f"half a folder: {names}")

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(100):
        staging = release.stage(world.out, f"2099-{number:03}")
        shutil.copytree(world.out, staging, dirs_exist_ok=True)
        story = {**read_run(world.out), "run_id": f"2099-{number:03}"}
        (staging / "run.json").write_text(json.dumps(story))
        release.publish(staging, world.out)
        release.prune(world.out)
    stop.set()
    reader.join()
    assert problems == []
    assert len(seen) > 10
