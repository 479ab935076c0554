"""The boxes that clip what is drawn on a page: browsers draw beyond theirs, unseen, what goes on overleaf."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.page.pdfium import Handle, Pdfium
from pipeline.records import Box

_MARGIN = 0.1
"""The share of a page's height at head and foot in which outlines are asked for their clip: where a browser's page ends."""
_MOST_ASKED = 1_000
_SLACK = 1.0


def clip_box(lib: Pdfium, path: Handle, number: int, segments: int) -> Box:
    """The box around a path of an object's clip."""
    points = list(map(lib.FPDFClipPath_GetPathSegment, [path] * segments, [number] * segments, range(segments)))
    xy = lib.results(lib.FPDFPathSegment_GetPoint, points, columns=(0, 1))[:, :2]
    (left, bottom), (right, top) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return (left, bottom, right, top)


def clips_at_edges(lib: Pdfium, handles: list[Handle], boxes: Floats, page: Box) -> Floats | None:
    """The outlines of a page and their boxes → the box that clips each (n×4, without end for most); None where none does.

    pdfium forgets the clip of what lies within it; only what reaches into the head or foot of the page is asked.
    """
    edge = _MARGIN * (page[3] - page[1])
    outer = ((boxes[:, 1] < page[1] + edge) | (boxes[:, 3] > page[3] - edge)).nonzero()[0][:_MOST_ASKED].tolist()
    paths = list(map(lib.FPDFPageObj_GetClipPath, [handles[k] for k in outer]))
    counts = list(map(lib.FPDFClipPath_CountPaths, paths))
    if max(counts, default=0) < 1:
        return None
    clips = np.full((len(handles), 4), (-1e9, -1e9, 1e9, 1e9))
    for k, path, count in zip(outer, paths, counts, strict=True):
        if count == 1 and 4 <= (segments := lib.FPDFClipPath_CountPathSegments(path, 0)) <= 5:
            clips[k] = clip_box(lib, path, 0, segments)
    return clips


def cropped(boxes: Floats, clips: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Boxes and the clip of each → the boxes cut at its sides, and which of them one sees."""
    low, high = np.maximum(boxes[:, :2], clips[:, :2] - _SLACK), np.minimum(boxes[:, 2:], clips[:, 2:] + _SLACK)
    return np.concatenate((low, high), axis=1), np.all(
        (boxes[:, :2] < clips[:, 2:]) & (boxes[:, 2:] > clips[:, :2]), axis=1
    )
