"""A campaign against one refresh: killed or failing at every system call that changes the disk, and at random moments.

Run as a program, it prints one JSON line of what happened; the tests read it. Each trial is a fork of a process that
has everything imported, so that it costs milliseconds. After each, the dataset must verify against its own
`datapackage.json` and be wholly of one run, and the next refresh must succeed.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.publish import release
from pipeline.publish.package import verify
from pipeline.publish.run import read_run
from pipeline.refresh import Settings
from pipeline.validate import contract
from tests.refresh_world import make_world, run_refresh

ERRORS = (errno.ENOSPC, errno.EIO)
CALLS = ("open", "write", "fsync", "rename", "replace", "mkdir", "unlink", "rmdir")


class Faults:
    """Counts the system calls that change the disk and strikes at one of them."""

    def __init__(self, at: int, strike: Callable[[], None]) -> None:
        self.left, self.strike, self.seen = at, strike, 0

    def install(self) -> None:
        for name in CALLS:
            setattr(os, name, self._wrap(name, getattr(os, name)))
        exchange = release.exchange

        def struck_exchange(*arguments: Path) -> bool:
            self.step()
            done = exchange(*arguments)
            self.step(fatal_only=True)
            return done

        release.exchange = struck_exchange

    def _wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return real(*arguments, **options)
            if name == "write":
                self.step(before=lambda: real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2]))
            else:
                self.step()
            return real(*arguments, **options)

        return call

    def step(self, before: Callable[[], object] | None = None, *, fatal_only: bool = False) -> None:
        if fatal_only and self.strike is not kill:
            return
        self.seen += 1
        self.left -= 1
        if self.left == 0:
            if before:
                before()  # half of a write reaches the disk
            self.strike()


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(code: int) -> Callable[[], None]:
    def strike() -> None:
        raise OSError(code, os.strerror(code))

    return strike


def in_child(settings: Settings, faults: Faults | None = None, kill_after: float | None = None) -> int:
    """One refresh in a fork; its exit code, negative where a signal ended it."""
    silence = os.open(os.devnull, os.O_WRONLY)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.dup2(silence, 2)
            if faults:
                faults.install()
            code = run_refresh(settings).exit_code or 0
        finally:
            os._exit(code)
    os.close(silence)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def check(settings: Settings, may_be: set[str]) -> str | None:
    """What is wrong with the dataset as a reader finds it; None where it is whole and of one run."""
    if problems := verify(settings.out):
        return f"damaged: {problems[0]}"
    as_of = read_run(settings.out).get("as_of")
    with (settings.out / "programs.csv").open(encoding="utf-8", newline="") as file:
        days = {row["status_as_of"] for row in csv.DictReader(file)}
    if days != {as_of} or as_of not in may_be:
        return f"mixed: run {as_of}, rows {days}, expected one of {may_be}"
    return None


def count_calls(settings: Settings) -> int:
    """How many calls a whole refresh makes, measured in this process's own fork."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        faults = Faults(-1, kill)
        real_write = os.write
        faults.install()
        run_refresh(settings)
        real_write(writing, str(faults.seen).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reading, 20))


def campaign(kind: str, part: int, parts: int, tries: int) -> dict[str, Any]:
    """All trials of one kind (kill | error | ENOSPC | EIO | random), or every `parts`-th of them."""
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(dir=base))
    try:
        contract._judge_frame = lambda table, rows: []  # the disk is on trial here, and pandera takes the time
        settings = make_world(folder)
        run_refresh(replace(settings, out=folder / "warm-up"))  # what is imported and cached here, no fork pays for
        days = (date(2025, 12, 1) + timedelta(days=number) for number in range(10**6))
        settings = replace(settings, as_of=next(days))
        assert in_child(settings) == 0
        for _ in range(3):  # a steady state: releases to keep, to rename and to leave
            settings = replace(settings, as_of=next(days))
            assert in_child(settings) == 0
        settings = replace(settings, as_of=next(days))
        calls = count_calls(settings)
        trials = range(1 + part, calls + 1, parts) if kind != "random" else range(tries)
        dice = random.Random(part)
        codes: Counter[int] = Counter()
        failures = []
        for trial in trials:
            good = settings.as_of.isoformat()
            settings = replace(settings, as_of=next(days))
            if kind == "random":
                code = in_child(settings, kill_after=dice.uniform(0, 0.04))
            else:
                strike = (
                    kill if kind == "kill" else fail(ERRORS[trial % 2] if kind == "error" else getattr(errno, kind))
                )
                code = in_child(settings, Faults(trial, strike))
            codes[code] += 1
            problem = check(settings, {good, settings.as_of.isoformat()})
            if code not in (0, 1, -9):
                problem = problem or f"exit code {code}"
            if code == 0:
                problem = problem or check(settings, {settings.as_of.isoformat()})
            after = in_child(settings)
            problem = (
                problem or check(settings, {settings.as_of.isoformat()}) or (f"next run: {after}" if after else None)
            )
            left = [path.name for path in release.store_of(settings.out).iterdir() if not path.name[0].isdigit()]
            if not problem and set(left) - {".lock", "runs.jsonl"}:
                problem = f"left behind: {left}"
            if problem:
                failures.append(f"{kind} {trial}: {problem}")
        return {"kind": kind, "trials": len(trials), "codes": dict(codes), "calls": calls, "failures": failures}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    print(json.dumps(campaign(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
