"""Looking at documents: what the parser sees in a file, and what changed between a source's two newest snapshots."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.chunks import File, read_file
from pipeline.engine import Failure
from pipeline.records import Document, DocumentRefused, PipelineError

if TYPE_CHECKING:
    from pipeline.sources.profile import Profile


def show_blocks(
    file: Path, form: Literal["md", "jsonl"], draw: Path | None = None, password: str | None = None
) -> tuple[str, list[str]]:
    """A file's blocks as Markdown or JSON lines, and what was left out or read with doubt, a line each.

    With `draw`, its pages with their boxes go into that folder.

    `password` opens a locked PDF. Raises DocumentRefused, with the reason in one line, for a file that cannot be read.
    """
    if draw:
        draw.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes()
    result = read_file(_show, File(data, str(file), password), form, (data, draw, password) if draw else None)
    if isinstance(result, Failure):
        raise DocumentRefused(result.about(str(file)))
    return result


def compare_editions(profile: Profile, raw: Path) -> Iterator[str]:
    """The words of a source's newest snapshot against those of the one before, as the lines of a unified diff."""
    from pipeline.fetch.archive import list_snapshots, read_snapshot

    newest = list_snapshots(raw, profile.source_id)[-2:]
    if len(newest) < 2:
        raise PipelineError(f"{profile.source_id}: 比べる版がありません（スナップショットは {len(newest)} つ）")
    before, now = newest
    old, new = (_words(profile, each.path.name, read_snapshot(each)).splitlines() for each in (before, now))
    yield from difflib.unified_diff(old, new, before.path.name, now.path.name, lineterm="", n=1)


def _words(profile: Profile, name: str, data: bytes) -> str:
    result = read_file(_show, File(data, name), "md", None)
    if isinstance(result, Failure):
        raise DocumentRefused(f"{profile.source_id}/{name}: {result.message}")
    return result[0]


def _show(
    document: Document, form: Literal["md", "jsonl"], draw: tuple[bytes, Path, str | None] | None
) -> tuple[str, list[str]]:
    """Runs in a worker."""
    from pipeline.publish.blocks import to_jsonl, to_markdown

    if draw:
        from pipeline.parse.draw import draw as paint

        data, folder, password = draw
        paint(data, document, folder, password=password)
    shown = to_markdown(document) if form == "md" else "".join(f"{line}\n" for line in to_jsonl(document))
    return shown, [notice.message for notice in document.notices]
