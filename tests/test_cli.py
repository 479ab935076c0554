"""The command line: exit codes, one line per trouble, no traceback for anything a user can give it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.fetch.archive import Snapshot, store_snapshot
from pipeline.publish.package import verify

ROOT = Path(__file__).parents[1]
CALL = """【制度名】 設備導入支援補助金
■対象者 市内の中小企業者
■補助率 2分の1以内
■補助上限額 50万円
■募集期間 令和7年6月2日（月）から令和7年8月29日（金）まで
"""


def run(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"} | variables
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped archive and one build from it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "raw", folder / "raw", ignore=shutil.ignore_patterns(".lock"))
    result = run("refresh", "--offline", "--as-of", "2025-12-01", cwd=folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "公開しました" in result.stdout
    return folder


def test_refresh_builds_from_the_shipped_archive(built: Path) -> None:
    assert verify(built / "normalized") == []
    counts = json.loads((built / "normalized" / "run.json").read_bytes())["counts"]
    assert counts["programs"]["published"] == 52
    assert all(count["parsed"] == count["published"] + count["quarantined"] for count in counts.values())


def test_a_second_refresh_is_quick_and_says_so(built: Path) -> None:
    results = [run("build", "--as-of", "2025-12-01", cwd=built) for _ in range(3)]  # code edited meanwhile is new, too
    assert {result.returncode for result in results} == {0}
    assert any("新しいものはありません" in result.stdout for result in results)


def test_runs_are_listed(built: Path) -> None:
    result = run("runs", cwd=built)
    assert result.returncode == 0
    assert "published" in result.stdout.splitlines()[0]


def test_the_archive_is_listed_and_verified(built: Path) -> None:
    assert "kanazawa_guide/2025-12-01-" in run("archive", "list", cwd=built).stdout
    assert run("archive", "verify", cwd=built).returncode == 0
    (built / "raw" / "kanazawa_guide" / "note.txt").write_text("x")
    result = run("archive", "verify", cwd=built)
    assert (result.returncode, "note.txt" in result.stdout) == (1, True)
    (built / "raw" / "kanazawa_guide" / "note.txt").unlink()


def test_extract_reads_local_files_and_names_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(CALL, encoding="utf-8")
    (tmp_path / "sjis.txt").write_text(CALL.replace("設備", "店舗"), encoding="cp932")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "notes.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    files = ["call.txt", "sjis.txt", "empty.pdf", "notes.zip", "missing.html", "."]
    result = run("extract", *files, "--as-of", "2025-12-01", cwd=tmp_path)
    assert result.returncode == 1
    for name in files[2:]:
        assert len([line for line in result.stdout.splitlines() if line.startswith(f"{name}:")]) == 1, result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert verify(tmp_path / "extracted") == []
    rows = (tmp_path / "extracted" / "programs.csv").read_text(encoding="utf-8")
    assert "設備導入支援補助金" in rows
    assert "店舗導入支援補助金" in rows
    assert not list((tmp_path / "extracted").glob(".*"))


@pytest.mark.parametrize("locale", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_file_name_in_another_encoding_is_told_in_its_words(
    encoding: str, locale: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / os.fsdecode("案内.txt".encode(encoding))).write_text("補助率：2分の1以内", encoding="utf-8")
    (tmp_path / os.fsdecode("空表.pdf".encode(encoding))).write_bytes(b"")
    files = [os.fsdecode(name.encode(encoding)) for name in ("案内.txt", "空表.pdf")]
    result = run("extract", *files, cwd=tmp_path, **locale)
    assert result.returncode == 1, result.stderr
    told = json.loads((tmp_path / "extracted" / "run.json").read_bytes())
    assert [each["path"] for each in told["inputs"]] == ["案内.txt", "空表.pdf"]
    assert told["messages"] == ["空表.pdf: 空のファイルです"]


def test_a_files_next_edition_keeps_its_ids(tmp_path: Path) -> None:
    ids = {}
    for edition, rate in (("old", "2分の1"), ("new", "3分の2")):
        (tmp_path / edition / "other").mkdir(parents=True)
        (tmp_path / edition / "call.txt").write_text(CALL.replace("2分の1", rate), encoding="utf-8")
        (tmp_path / edition / "other" / "call.txt").write_text("補助率：4分の1以内", encoding="utf-8")
        run("extract", "call.txt", "other/call.txt", "call.txt", cwd=tmp_path / edition)
        told = json.loads((tmp_path / edition / "extracted" / "run.json").read_bytes())
        ids[edition] = [each["source_id"] for each in told["inputs"]]
        assert told["messages"] == ["call.txt: call.txt と同じ文書です"]
    assert ids["old"] == ids["new"]
    assert len(set(ids["old"])) == 2


def test_extract_with_a_profile_uses_its_id(tmp_path: Path) -> None:
    page = next((ROOT / "raw" / "ishikawa_subsidy").glob("*.html"))
    result = run("extract", str(page), "--profile", "ishikawa_subsidy", "--out", "here", cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    sources = (tmp_path / "here" / "sources.csv").read_text(encoding="utf-8").splitlines()
    assert len(sources) == 2
    assert sources[1].startswith("ishikawa_subsidy,")


def test_blocks_are_shown_in_both_forms(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(CALL, encoding="utf-8")
    result = run("blocks", "call.txt", "--format", "jsonl", cwd=tmp_path)
    assert {"kind", "page", "bbox", "locator", "text"} <= set(json.loads(result.stdout.splitlines()[0]))
    assert "補助率" in run("blocks", "call.txt", cwd=tmp_path).stdout
    (tmp_path / "empty.html").write_bytes(b"")
    result = run("blocks", "empty.html", cwd=tmp_path)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)


def test_drift_shows_the_words_that_changed(tmp_path: Path) -> None:
    page = next((ROOT / "raw" / "ishikawa_subsidy").glob("*.html"))
    sidecar = json.loads(page.with_suffix(".json").read_bytes())
    assert run("drift", "ishikawa_subsidy", cwd=ROOT).returncode == 1
    for day, data in (
        ("2025-12-01", page.read_bytes()),
        ("2026-01-01", page.read_bytes().replace("概要".encode(), "趣旨".encode())),
    ):
        content = {
            **sidecar,
            "retrieved_at": f"{day}T09:00:00+09:00",
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
        }
        del content["check"]
        store_snapshot(tmp_path / "raw", Snapshot(**content), data)
    said = run("drift", "ishikawa_subsidy", cwd=tmp_path).stdout
    assert "-" in said
    assert "趣旨" in said


def test_a_terminal_without_japanese_is_told_in_escapes(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(CALL)
    result = run("extract", "call.txt", "--out", "out", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert result.returncode == 0, result.stderr
    assert r"\u516c\u958b\u3057\u307e\u3057\u305f" in result.stdout + result.stderr  # 公開しました
    assert "Traceback" not in result.stderr


USAGE = {
    "no file": (["extract"], 2),
    "no such command": (["frobnicate"], 2),
    "no such option": (["refresh", "--frobnicate"], 2),
    "no day": (["refresh", "--as-of", "2025-02-30"], 2),
    "no such form": (["blocks", "file", "--format", "xml"], 2),
    "no such format": (["export", "--format", "xml"], 2),
    "no such profile": (["extract", "x.txt", "--profile", "nowhere"], 2),
    "a path for a profile": (["extract", "x.txt", "--profile", "../../etc/passwd"], 2),
    "no such profile to compare": (["drift", "nowhere"], 2),
    "a cost below zero": (["calc", "x", "--cost", "-5"], 2),
    "no such applicant": (["calc", "x", "--cost", "5", "--applicant", "giant"], 2),
    "nothing to roll back": (["rollback"], 1),
    "no archive": (["refresh", "--offline"], 1),
    "out is a file": (["build", "--out", "file"], 1),
    "out cannot be made": (["extract", "file", "--out", "/proc/none/out"], 1),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_use_ends_in_one_line(name: str, tmp_path: Path) -> None:
    arguments, code = USAGE[name]
    (tmp_path / "file").write_text("x")
    result = run(*arguments, cwd=tmp_path)
    said = result.stdout + result.stderr
    assert result.returncode == code, said
    assert "Traceback" not in said
    assert said.strip()
    if code == 2:
        assert len(said.splitlines()) == 1, said
