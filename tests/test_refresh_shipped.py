"""What is committed in `normalized/` is what the shipped archive gives, byte for byte; and a run with nothing new is quick."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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


def test_nothing_new_loads_no_heavy_library(tmp_path: Path) -> None:
    """A run with nothing new costs about what starting Python costs (benchmarks/rebuild.py measures it)."""
    copy_archive(tmp_path)
    command = (sys.executable, "-X", "importtime", "-m", "pipeline", "refresh", "--as-of", "2025-12-01")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(4):
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        if "新しいものはありません" in done.stdout:
            break
    else:
        pytest.skip("the code was edited between every two runs, so that each had something new")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "pipeline.refresh" in loaded
    assert not loaded & {"pandas", "pandera", "pyarrow", "pdfplumber", "pypdfium2", "lxml", "numpy"}
