"""Everything a release holds beside its tables: changes, history, report, workbook, calendar and feed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.publish.calendar import write_calendar
from pipeline.publish.changes import write_changes
from pipeline.publish.changes.diff import data_version
from pipeline.publish.dataset import load
from pipeline.publish.feed import write_feed
from pipeline.publish.history import write_history
from pipeline.publish.pages import Snapshots, write_pages
from pipeline.publish.report import write_report
from pipeline.publish.workbook import write_workbook


def write_extras(folder: Path, last: Path | None, as_of: date, snapshots: Snapshots) -> str:
    """Write them into `folder`, whose tables are written already; returns the data version of the release.

    `last` is the last good release, `snapshots` maps source_id to the source's bytes or path.
    """
    previous = load(last) if last is not None else None
    current = replace(load(folder), run={"as_of": as_of.isoformat()})
    changes = write_changes(previous, current, folder)
    version = data_version(previous, current, changes)
    current = replace(current, package={"version": version})
    with ThreadPoolExecutor(1) as beside:  # the pages are drawn by workers, which leave this process time for the rest
        pages = beside.submit(write_pages, current, previous, snapshots, folder)
        write_history(previous, current, changes, version, folder)
        write_workbook(current, folder, changes)
        write_calendar(current, previous, folder)
        write_feed(current, previous, changes, version, folder)
        write_report(current, previous, changes, folder, pages.result())
    return version
