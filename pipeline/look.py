"""Looking at documents: what the parser sees in a file, and what changed between a source's two newest snapshots."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pipeline.engine import Failure, run_limited
from pipeline.fetch import archive
from pipeline.records import DocumentRefused, PipelineError
from pipeline.sources.profile import Profile


def show_blocks(file: Path, form: Literal["md", "jsonl"], draw: Path | None = None, password: str | None = None) -> str:
    """A file's blocks as Markdown or JSON lines; with `draw`, its pages with their boxes go into that folder.

    `password` opens a locked PDF. Raises DocumentRefused, with the reason in one line, for a file that cannot be read.
    """
    if draw:
        draw.mkdir(parents=True, exist_ok=True)
    result = run_limited(_blocks, file.read_bytes(), str(file), form, draw, password)
    if isinstance(result, Failure):
        raise DocumentRefused(result.about(str(file)))
    return result


def compare_editions(profile: Profile, raw: Path) -> Iterator[str]:
    """The words of a source's newest snapshot against those of the one before, as the lines of a unified diff."""
    newest = archive.list_snapshots(raw, profile.source_id)[-2:]
    if len(newest) < 2:
        raise PipelineError(f"{profile.source_id}: 比べる版がありません（スナップショットは {len(newest)} つ）")
    before, now = newest
    old, new = _text(profile, before).splitlines(), _text(profile, now).splitlines()
    yield from difflib.unified_diff(old, new, before.path.name, now.path.name, lineterm="", n=1)


def _text(profile: Profile, snapshot: archive.Snapshot) -> str:
    result = run_limited(_blocks, archive.read_snapshot(snapshot), snapshot.path.name, "md", None)
    if isinstance(result, Failure):
        raise DocumentRefused(f"{profile.source_id}/{snapshot.path.name}: {result.message}")
    return result


def _blocks(
    data: bytes, name: str, form: Literal["md", "jsonl"], draw: Path | None, password: str | None = None
) -> str:
    """Runs in a worker."""
    from pipeline.parse import parse_document
    from pipeline.publish.blocks import to_jsonl, to_markdown

    document = parse_document(data, name=name, password=password)
    if draw:
        from pipeline.parse.draw import draw as paint

        paint(data, document, draw, password=password)
    return to_markdown(document) if form == "md" else "".join(f"{line}\n" for line in to_jsonl(document))
