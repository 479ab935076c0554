"""A refresh may be killed, or meet a full or broken disk, at any moment: the dataset stays whole, the next run succeeds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run_campaign(kind: str, part: int, parts: int, tries: int) -> None:
    command = [sys.executable, "-m", "tests.kills", kind, str(part), str(parts), str(tries)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    told = json.loads(result.stdout)
    assert told["failures"][:5] == [], f"{len(told['failures'])} of {told['trials']}"
    assert told["calls"] > 100  # or the faults are not where the writes are
    assert told["trials"] == (tries if kind == "random" else len(range(part, told["calls"], parts)))
    if kind in ("kill", "random"):
        assert told["codes"].get("-9", 0) >= told["trials"] * 0.5
    else:
        assert told["codes"].get("1", 0) >= told["trials"] * 0.5


def test_killed_at_every_other_change_to_the_disk() -> None:
    run_campaign("kill", 0, 2, 0)


def test_a_full_or_broken_disk_at_every_other_change() -> None:
    run_campaign("error", 0, 2, 0)


def test_killed_at_random_moments() -> None:
    run_campaign("random", 0, 1, 70)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["kill", "ENOSPC", "EIO"])
def test_a_kill_or_error_at_every_change(kind: str) -> None:
    run_campaign(kind, 0, 1, 0)


@pytest.mark.soak
def test_killed_a_thousand_times() -> None:
    run_campaign("random", 1, 1, 1000)
