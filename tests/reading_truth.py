"""Read a document of a known source with its profile, and hold the facts against the labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.labelled import load_labels
from tests.scoring import F1, JUDGED, report, score

ROOT = Path(__file__).parents[1]
AS_OF = date(2025, 12, 1)


def snapshot(source_id: str) -> Path:
    """The facsimile that the repository ships for a source."""
    folder = ROOT / "raw" / source_id
    return next(path for path in sorted(folder.iterdir()) if path.suffix in (".html", ".pdf"))


def tables_of(data: bytes, name: str, source_id: str, as_of: date = AS_OF) -> dict[str, tuple[Any, ...]]:
    """Bytes of a document → its published rows by table."""
    from pipeline.reading import read
    from pipeline.sources.profile import load_profile

    return read(data, name=name, profile=load_profile(source_id), source_id=source_id, as_of=as_of).tables


def scores_of(data: bytes, name: str, source_id: str) -> dict[str, F1]:
    return score(load_labels(source_id), tables_of(data, name, source_id))


def assert_scores(result: dict[str, F1], least: float) -> None:
    """Every kind of fact reaches `least`; otherwise the message names each miss and invention."""
    kinds = (*JUDGED, "details", "facilities", "contacts")
    poor = {kind: result[kind] for kind in kinds if result[kind].value < least}
    assert not poor, "\n" + report(poor)


def assert_read_as_labelled(source_id: str, document: Path) -> None:
    """A source's document is read as its labels say, and nothing is invented; skipped where its rights keep it elsewhere."""
    if not document.exists():
        pytest.skip(f"{document.name} is not in this checkout")
    result = scores_of(document.read_bytes(), document.name, source_id)
    assert_scores(result, 0.97)
    invented = {kind: result[kind] for kind in ("programs", "rates", "amounts", "periods") if result[kind].inventions}
    assert not invented, "\n" + report(invented)
