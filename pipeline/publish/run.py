"""`run.json` and the log of runs: what went in, what came out, how it ended."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.files import append_line, write_new
from pipeline.publish.package import RUN


@dataclass(slots=True)
class Run:
    """The story of one run, filled in as it goes; the only record here that changes."""

    run_id: str
    started_at: str
    as_of: str
    code: Mapping[str, str]
    command: str = "refresh"
    inputs: list[dict[str, Any]] = field(default_factory=list)
    inputs_digest: str = ""
    guards: list[dict[str, Any]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    outcome: str = "running"
    exit_code: int | None = None
    finished_at: str | None = None


def new_run_id(now: datetime) -> str:
    """A name that sorts by time and is taken by no other run: 20251201T093012.123456Z-4242."""
    return f"{now:%Y%m%dT%H%M%S.%fZ}-{os.getpid()}"


@cache
def environment() -> dict[str, str]:
    """The versions that a result depends on."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in ("pandas", "pandera", "pyarrow", "pdfplumber", "pypdfium2", "lxml"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def write_run(run: Run, folder: Path) -> None:
    """Write `run.json` into a release."""
    write_new(folder / RUN, (json.dumps(asdict(run), ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def read_run(folder: Path) -> dict[str, Any]:
    """A release's `run.json`; empty where there is none or it cannot be read."""
    try:
        content = json.loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def log_run(run: Run, log: Path) -> None:
    """Add a run to the log, whether it published or not."""
    append_line(log, json.dumps(asdict(run), ensure_ascii=False))


def list_runs(log: Path, count: int) -> list[dict[str, Any]]:
    """The last `count` runs, newest last; a line that a crash cut short is left out."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    runs = []
    for line in lines[-count:]:
        try:
            runs.append(json.loads(line))
        except ValueError:
            continue
    return runs


@cache
def code_digest() -> str:
    """A hash over everything of ours that a result depends on: code, profiles, tables of words, templates."""
    value = hashlib.sha256()
    for package in ("pipeline", "schemas"):
        spec = find_spec(package)  # schemas is not imported: that would take pandera along
        root = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
        for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            value.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return value.hexdigest()
