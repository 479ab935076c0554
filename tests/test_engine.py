"""Hostile documents cost themselves alone: bombs, loops, crashes, and what tries to leave the worker."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.chunks import File, read_files, read_rows
from pipeline.engine import Failure, Limits, map_documents
from pipeline.records import DocumentRefused
from pipeline.sources.profile import load_profile
from tests.refresh_world import DAY

LIMITS = Limits(memory=600 * 1024**2, cpu_seconds=3, wall_seconds=8, answer=4_000_000)
EDGE = Path(__file__).parents[1] / ".." / "shared" / "samples" / "pdfs" / "edge"


def misbehave(how: str) -> object:
    """What a parser must never do, done on purpose in a worker."""
    if how == "loop":
        while True:
            pass
    if how == "sleep":
        time.sleep(60)
    if how == "memory":
        return [bytearray(40_000_000) for _ in range(1000)]
    if how == "segfault":
        ctypes.string_at(0)
    if how == "exit":
        os._exit(3)
    if how == "refuse":
        raise DocumentRefused("暗号化された PDF です")
    if how == "bug":
        raise KeyError("column")
    if how == "deep":
        return misbehave("deep")
    if how == "big answer":
        return b"x" * 5_000_000
    if how == "connect":
        socket.create_connection(("127.0.0.1", 9))
    if how == "resolve":
        socket.getaddrinfo("example.org", 80)
    if how == "program":
        subprocess.run(["true"], check=False)
    return how


CASES = {
    "loop": ("time", "打ち切りました"),
    "sleep": ("time", "打ち切りました"),
    "memory": ("memory", "メモリ"),
    "segfault": ("crash", "異常終了"),
    "exit": ("crash", "終了コード 3"),
    "refuse": ("refused", "暗号化された PDF です"),
    "bug": ("error", "KeyError"),
    "deep": ("error", "入れ子"),
    "big answer": ("memory", "大きすぎます"),
    "connect": ("error", "must not use"),
    "resolve": ("error", "must not use"),
    "program": ("error", "must not use"),
}


def test_each_costs_itself_alone() -> None:
    """Between any two bad documents a good one is read, and all within their limits."""
    names = [name for case in CASES for name in (case, "fine")]
    results = dict(map_documents(misbehave, [(name,) for name in names], limits=LIMITS, workers=2))
    assert sorted(results) == list(range(len(names)))
    for index, name in enumerate(names):
        result = results[index]
        if name == "fine":
            assert result == "fine"
        else:
            assert isinstance(result, Failure), name
            assert (result.kind, "\n" in result.message) == (CASES[name][0], False)
            assert CASES[name][1] in result.message, result.message


def test_no_document_no_worker() -> None:
    assert list(map_documents(misbehave, [])) == []


BAD = {
    "empty": b"",
    "zeros": bytes(3000),
    "random": bytes((index * 7919) % 256 for index in range(5000)),
    "zip": b"PK\x03\x04" + bytes(300),
    "only a header": b"%PDF-1.7\n",
    "page loop": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF",
    "deep html": b"<html>" + b"<div>" * 200_000,
    "deep lists": b"<html><body><h3>x</h3>" + b"<ul><li>" * 50_000,
    "huge attribute": b"<html><p class='" + b"a" * 5_000_000 + b"'>x</p></html>",
    "entity bomb": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;'>" % ((97 + n,) + (96 + n,) * 8) for n in range(1, 20))
    + b"]><html><body>&t;</body></html>",
    "outside entity": b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html><body><h3>&a;</h3></body></html>",
    "a hundred thousand items": b"<html><body><h3>x</h3><ul>" + b"<li>a</li>" * 100_000 + b"</ul></body></html>",
    "spans": b"<html><body><h3>x</h3><table>" + b"<tr><td colspan=99999 rowspan=99999>a</td></tr>" * 300 + b"</table></body></html>",
}  # fmt: skip


def test_hostile_documents_end_in_one_line_or_a_reading() -> None:
    profile = load_profile("ishikawa_subsidy")
    jobs = [(File(data, name), profile, profile.source_id, DAY) for name, data in BAD.items()]
    jobs += [
        (File(path.read_bytes(), path.name), profile, profile.source_id, DAY) for path in sorted(EDGE.glob("*.pdf"))
    ]
    limits = Limits(memory=2 * 1024**3, cpu_seconds=12, wall_seconds=25)
    results = dict(read_files(read_rows, jobs, limits=limits))
    assert sorted(results) == list(range(len(jobs)))
    for index, result in sorted(results.items()):
        if isinstance(result, Failure):
            assert "\n" not in result.message.strip(), result.message
            assert result.kind != "crash", (jobs[index][0].name, result)


@pytest.mark.soak
def test_mutated_documents_never_stop_the_run() -> None:
    import random

    dice = random.Random(0)
    raw = Path(__file__).parents[1] / "raw"
    jobs = []
    for path in sorted([*raw.glob("*/*.pdf"), *raw.glob("*/*.html"), *EDGE.glob("0*.pdf")]):
        profile = load_profile("kanazawa_guide" if path.suffix == ".pdf" else "ishikawa_subsidy")
        for number in range(40):
            data = bytearray(path.read_bytes())
            for _ in range(dice.randrange(1, 200)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            if number % 4 == 0:
                data = data[: dice.randrange(len(data))]
            jobs.append((File(bytes(data), f"{path.name}#{number}"), profile, profile.source_id, DAY))
    failures = {}
    for index, result in read_files(read_rows, jobs, limits=Limits(cpu_seconds=30, wall_seconds=60)):
        if isinstance(result, Failure) and result.kind not in ("refused", "memory", "time"):
            failures[jobs[index][0].name] = result.message
    assert failures == {}
