"""The two ways a fetch fails: the document could not be had, or what came is not the document."""

from __future__ import annotations

from pipeline.records import PipelineError


class UnreachableError(PipelineError):
    """Nothing came: no network, a time limit, an error status, robots.txt, a link that is gone."""


class RefusedError(PipelineError):
    """Something came that is not the document: another type, an error page, too much, from somewhere else."""
