"""A release in other shapes: GIF, jGrants, schema.org, Croissant, CSVW, SQLite and DuckDB, each with its loss report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from pipeline.publish.dataset import Dataset
from pipeline.publish.loss import Loss, counted, loss_report
from pipeline.records import PipelineError

FORMATS: Mapping[str, tuple[str, str]] = {
    "gif": ("pipeline.publish.export.gif", "write_gif"),
    "jgrants": ("pipeline.publish.export.jgrants", "write_jgrants"),
    "schemaorg": ("pipeline.publish.export.schemaorg", "write_schemaorg"),
    "croissant": ("pipeline.publish.export.metadata", "write_croissant"),
    "csvw": ("pipeline.publish.export.metadata", "write_csvw"),
    "sqlite": ("pipeline.publish.export.database", "write_sqlite"),
    "duckdb": ("pipeline.publish.export.database", "write_duckdb"),
}
"""Format → the module and function that write it."""


def export(dataset: Dataset, form: str, folder: Path) -> list[Loss]:
    """Write the dataset as `form` into `folder`, with `<form>.loss.md`; returns the losses.

    An unknown format raises `PipelineError` that names those there are.
    """
    if form not in FORMATS:
        raise PipelineError(f"形式がありません: {form}（{'、'.join(FORMATS)}）")
    module, name = FORMATS[form]
    write: Callable[[Dataset, Path], list[Loss]] = getattr(import_module(module), name)
    folder.mkdir(parents=True, exist_ok=True)
    losses = counted(write(dataset, folder))
    (folder / f"{form}.loss.md").write_text(loss_report(form, losses), "utf-8")
    return losses
