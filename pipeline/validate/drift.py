"""Drift: what a document's layout has gained and lost since its snapshot before, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.rows import FindingRow
from pipeline.validate.checks import make_finding

KINDS = {"labels": "項目名", "table_headers": "表の見出し行", "headings": "見出し"}


def compare_layouts(
    source_id: str, before: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]
) -> Iterator[FindingRow]:
    """Findings for labels, headings and table headers that are new or gone; warnings for those that rows are read by."""
    for kind, title in KINDS.items():
        severity = "info" if kind == "headings" else "warning"
        old, new = set(before.get(kind, ())), set(now.get(kind, ()))
        for text in sorted(new - old):
            yield make_finding(source_id, severity, f"new-{_slug(kind)}", f"前の版にない{title}: {text}", text=text)
        for text in sorted(old - new):
            yield make_finding(source_id, severity, f"gone-{_slug(kind)}", f"なくなった{title}: {text}", text=text)


def _slug(kind: str) -> str:
    return kind.replace("_", "-").removesuffix("s")
