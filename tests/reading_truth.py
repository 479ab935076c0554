"""Read a document of a known source with its profile, and hold the facts against the labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.scoring import F1, JUDGED, load_labels, report, score

ROOT = Path(__file__).parents[1]
AS_OF = date(2025, 12, 1)


def snapshot(source_id: str) -> Path:
    """The facsimile that the repository ships for a source."""
    folder = ROOT / "raw" / source_id
    return next(path for path in sorted(folder.iterdir()) if path.suffix in (".html", ".pdf"))


def tables_of(data: bytes, name: str, source_id: str) -> dict[str, tuple[object, ...]]:
    """Bytes of a document → its published rows by table."""
    from pipeline.reading import read
    from pipeline.sources.profile import load_profile

    return read(data, name=name, profile=load_profile(source_id), source_id=source_id, as_of=AS_OF).tables


def scores_of(data: bytes, name: str, source_id: str) -> dict[str, F1]:
    return score(load_labels(source_id), tables_of(data, name, source_id))


def assert_scores(result: dict[str, F1], least: float) -> None:
    """Every kind of fact reaches `least`; otherwise the message names each miss and invention."""
    kinds = (*JUDGED, "details", "facilities", "contacts")
    poor = {kind: result[kind] for kind in kinds if result[kind].value < least}
    assert not poor, "\n" + report(poor)
