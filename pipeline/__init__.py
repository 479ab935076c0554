"""Japanese support programmes out of guides and pages into a dataset that can be trusted.

The flow, in `pipeline.refresh`: fetch (or keep) each source's snapshot in `raw/` → parse its bytes into located,
verbatim blocks → outline the blocks into programmes by the source's profile → extract rates, amounts, periods,
contacts, links and facilities with their words and places → validate every row (publish or quarantine) →
publish the tables as CSV and Parquet, with a package description and the story of the run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.publish.dataset import Dataset


def load(folder: str | Path = "normalized") -> Dataset:
    """A published folder as typed frames (`load().programs` …); raises `PipelineError` where it is none."""
    from pipeline.publish.dataset import load as read

    return read(folder)
