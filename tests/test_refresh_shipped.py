"""What is committed in `normalized/` is what the shipped archive gives, byte for byte; and a run with nothing new is quick."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from pipeline.publish.package import verify
from pipeline.publish.run import read_run
from pipeline.refresh import Settings, refresh
from pipeline.rows import TABLES
from pipeline.sources.profile import load_profiles
from tests.refresh_world import write_tables_only

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "normalized"


def copy_archive(folder: Path) -> Path:
    """The shipped snapshots in a folder of the test's own: a run locks its archive."""
    return Path(shutil.copytree(ROOT / "raw", folder / "raw", ignore=shutil.ignore_patterns(".lock")))


def test_the_committed_dataset_is_built_from_the_shipped_archive(tmp_path: Path) -> None:
    as_of = read_run(COMMITTED).get("as_of")
    if as_of is None:
        pytest.skip("normalized/ holds no release yet: make refresh")
    assert verify(COMMITTED) == []
    raw = copy_archive(tmp_path)
    settings = Settings(tuple(load_profiles()), raw, tmp_path / "out", date.fromisoformat(as_of), offline=True)
    run = refresh(settings, writer=write_tables_only)
    assert run.exit_code == 0, run.messages
    for table in TABLES:
        if table == "sources":  # freshness tells of the network, which a build has none of
            continue
        for path in (f"{table}.csv", f"{table}.parquet"):
            assert (tmp_path / "out" / path).read_bytes() == (COMMITTED / path).read_bytes(), path


def timed(*command: str, cwd: Path) -> tuple[float, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, check=True, capture_output=True, text=True
    )
    return time.monotonic() - start, done.stdout


def test_nothing_new_costs_little_more_than_importing_pandas(tmp_path: Path) -> None:
    """At most 1.5 s more (issue 2); the best of several beside each other, so that a busy machine is no excuse."""
    copy_archive(tmp_path)
    command = ("-m", "pipeline", "refresh", "--as-of", "2025-12-01")
    timed(*command, cwd=tmp_path)
    runs = [timed(*command, cwd=tmp_path) for _ in range(3)]
    nothing_new = [seconds for seconds, said in runs if "新しいものはありません" in said]
    if not nothing_new:
        pytest.skip("the code was edited between every two runs, so that each had something new")
    pandas = min(timed("-c", "import pandas", cwd=tmp_path)[0] for _ in range(3))
    assert min(nothing_new) - pandas < 1.5
