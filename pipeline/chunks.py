"""Files read in limited workers: a short one in one call, the pages of a long PDF in chunks by all of them.

The parent never opens a document: a worker says that one is long, the crew reads its chunks, and one of them puts these
together, which gives the very document that reading in one go gives.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.engine import Crew, Failure, Limits, processors
from pipeline.parse import is_pdf, parse_document

if TYPE_CHECKING:
    from pipeline.records import Document
    from pipeline.rows import Reading
    from pipeline.sources.profile import Profile

Result = TypeVar("Result")

LONG = 200
"""Pages that one worker reads as fast as two do, of which the second takes a quarter of a second to start."""
CHUNK = 64
"""Pages of a chunk: few enough for flat memory and equal shares, enough that loading the fonts for each counts little."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: its bytes, what messages call it, and what opens it where it is locked."""

    data: bytes
    name: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class _Long:
    """What a worker answers for a document that is not to be read in one call."""

    pages: int


def read_files(
    function: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], *, limits: Limits | None = None
) -> Iterator[tuple[int, Result | Failure]]:
    """Yield (index, `function(document, *rest)` or Failure) as the files of the jobs (file, *rest) are read.

    The limits are those of one call, which reads a short document or a chunk; all chunks of one document together may
    take no more wall time than one. The first that fails is the document's failure.
    """
    limits = limits or Limits()
    with Crew(limits) as crew:
        long: dict[int, int] = {}
        for index, result in crew.map(_read_if_short, [(function, *job) for job in jobs]):
            if isinstance(result, _Long):
                long[index] = result.pages
            else:
                yield index, result
        for index, pages in long.items():
            yield index, _read_long(crew, limits.wall_seconds, pages, function, *jobs[index])


def read_file(function: Callable[..., Result], file: File, *rest: Any) -> Result | Failure:
    """`function(document, *rest)` for one file, or why there is none."""
    ((_, result),) = read_files(function, [(file, *rest)])
    return result


def _read_long(
    crew: Crew, seconds: float, pages: int, function: Callable[..., Result], file: File, *rest: Any
) -> Result | Failure:
    chunks = [range(first, min(first + CHUNK, pages)) for first in range(0, pages, CHUNK)]
    deadline = time.monotonic() + seconds
    packed: list[bytes | None] = [None] * len(chunks)
    for index, reading in crew.map(_read_chunk, [(file, chunk) for chunk in chunks]):
        if isinstance(reading, Failure):
            return _at_pages(reading, chunks[index])
        if time.monotonic() > deadline:
            return Failure("time", f"読み取りが制限時間（{seconds:g}秒）を超えたため打ち切りました")
        if reading is None:
            break
        packed[index] = reading
    ((_, result),) = crew.map(_put_together, [(function, packed, file, *rest)])
    return result


def _at_pages(failure: Failure, pages: range) -> Failure:
    """A failure that says which pages were being read; a refusal is about the file, or names its page itself."""
    if failure.kind == "refused":
        return failure
    return replace(failure, message=f"p.{pages.start + 1}-{pages.stop}: {failure.message}")


# ---- in a worker


def read_rows(document: Document, profile: Profile | None, source_id: str, as_of: date) -> Reading:
    """A document's reading; the parent names this function and never imports what it needs."""
    from pipeline.reading import to_rows

    return to_rows(document, profile=profile, source_id=source_id, as_of=as_of)


def _read_if_short(function: Callable[..., Result], file: File, *rest: Any) -> Result | _Long:
    if is_pdf(file.data) and processors() > 1:
        from pipeline.parse.pdf import count_pages

        if (pages := count_pages(file.data, file.password)) >= LONG:
            return _Long(pages)
    return function(parse_document(file.data, name=file.name, password=file.password), *rest)


def _read_chunk(file: File, pages: range) -> bytes | None:
    """The reading of some pages, packed, for the parent hands it on as it is.

    None where the file had to be mended for them: mending may change what other pages say, so that all are read anew.
    """
    from pipeline.parse.pdf import read_pages

    reading = read_pages(file.data, name=file.name, password=file.password, pages=pages)
    return None if reading.is_mended else pickle.dumps(reading)


def _put_together(function: Callable[..., Result], packed: Sequence[bytes | None], file: File, *rest: Any) -> Result:
    from pipeline.parse.pdf import assemble

    if None in packed:
        return function(parse_document(file.data, name=file.name, password=file.password), *rest)
    return function(assemble([pickle.loads(each) for each in packed if each], name=file.name), *rest)
