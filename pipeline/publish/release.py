"""Releases: a new one is built aside and swapped in whole; the ones before are kept, and can be brought back.

`normalized/` is always one whole release. Beside it, `.releases/normalized/` keeps older ones under their run's id, and
`staging-<run id>` while one is being built. The swap is one system call (renameat2 with RENAME_EXCHANGE), so there is
no moment without a release, and a reader that holds the folder (`pipeline.files.hold_folder`, or a shell's `cd`) goes
on reading the release it opened: the files of a release never change, and releases are thrown away late.

After a crash, a `staging-A` whose run.json says A was never published: it is removed. One whose run.json says B is the
release that A took the place of: it is given its name.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from pipeline.files import exchange, replace_file, sync_folder, sync_tree
from pipeline.publish.package import DESCRIPTOR, RUN, foreign_files, verify
from pipeline.publish.run import read_run
from pipeline.records import PipelineError

STAGING, TRASH, ASIDE, HELD = "staging-", "trash-", ".aside", "held"

KEPT = 5
"""Older releases kept, however old."""
KEPT_SECONDS = 3600.0
"""A release that was current within this time is kept whatever their number: somebody may be reading it."""


class ReleaseError(PipelineError):
    """A release that cannot be published or brought back."""


def store_of(out: Path) -> Path:
    """Where the releases before `out` live."""
    return out.parent / ".releases" / out.name


def stage(out: Path, run_id: str) -> Path:
    """An empty folder to build the release `run_id` in, on the same file system as `out`."""
    check_target(out)
    folder = store_of(out) / f"{STAGING}{run_id}"
    folder.mkdir(parents=True)
    return folder


def check_target(out: Path) -> None:
    """Refuse a folder that holds something other than a release: publishing would move it aside."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise ReleaseError(f"{out} はフォルダではありません")
    ours = (out / DESCRIPTOR).is_file() or (out / RUN).is_file()
    if out.is_dir() and not ours and any(path.name != ".gitkeep" for path in out.iterdir()):
        raise ReleaseError(
            f"{out} には、このプログラムが作ったものではないファイルがあります。別の --out を指定してください"
        )


def publish(staging: Path, out: Path) -> None:
    """Swap a finished release in; it must be whole. The one before goes to the store under its run's id.

    An error is raised only where the new release did not take its place.
    """
    if problems := verify(staging):
        raise ReleaseError(f"できあがったデータが壊れています: {problems[0]}")
    sync_tree(staging)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        _swap(staging, out)
    else:
        os.rename(staging, out)
    with suppress(OSError):  # swapped already; the name reaches the disk a little later
        sync_folder(out.parent)


def recover(out: Path) -> None:
    """Put the store in order after any interruption: finish or undo what was under way. Safe to repeat."""
    store = store_of(out)
    for folder in sorted(store.iterdir()) if store.is_dir() else ():
        if not folder.is_dir():
            continue
        run_id = read_run(folder).get("run_id")
        unfinished = folder.name.startswith(STAGING) and run_id in (None, folder.name.removeprefix(STAGING))
        if unfinished or folder.name.startswith(TRASH):
            shutil.rmtree(folder)
        elif folder.name.endswith(ASIDE) and not out.exists():
            os.rename(folder, out)
        elif run_id and folder.name != run_id:
            _keep(folder, store)


def list_releases(out: Path) -> list[Path]:
    """The releases kept beside `out`, oldest first."""
    store = store_of(out)
    folders = [path for path in store.iterdir() if read_run(path).get("run_id") == path.name] if store.is_dir() else []
    return sorted(folders, key=lambda path: str(read_run(path).get("run_id")))


def roll_back(out: Path, run_id: str | None = None) -> str:
    """Bring back the release before the current one (or `run_id`), and keep the current one; returns its run id."""
    current = str(read_run(out).get("run_id", ""))
    kept = [path for path in list_releases(out) if path.name == run_id or (run_id is None and path.name < current)]
    if not kept:
        raise ReleaseError("戻せる前のデータがありません" if run_id is None else f"{run_id} という版は残っていません")
    target = kept[-1]
    if problems := verify(target):
        raise ReleaseError(f"前のデータ {target.name} が壊れています: {problems[0]}")
    replace_file(store_of(out) / HELD, str(read_run(out).get("inputs_digest", "")).encode())
    _swap(target, out)
    return str(read_run(out)["run_id"])


def read_held(out: Path) -> str | None:
    """The inputs (as a hash) of the release that was last rolled back; None where none was."""
    path = store_of(out) / HELD
    return path.read_text(encoding="utf-8") if path.exists() else None


def prune(out: Path) -> None:
    """Throw away old releases beyond the kept ones; never one that holds somebody else's files."""
    for folder in list_releases(out)[:-KEPT]:
        if time.time() - folder.stat().st_ctime > KEPT_SECONDS and not _is_foreign(folder):
            trash = folder.with_name(TRASH + folder.name)
            os.rename(folder, trash)
            shutil.rmtree(trash)


def _swap(incoming: Path, out: Path) -> None:
    """Put `incoming` in the place of `out`, and `out` into the store."""
    store = store_of(out)
    aside = incoming
    if not exchange(incoming, out):
        # The file system cannot exchange; `recover` brings `out` back if the process dies between the two renames.
        aside = store / f"{read_run(out).get('run_id')}{ASIDE}"
        os.rename(out, aside)
        os.rename(incoming, out)
    with suppress(OSError):  # `recover` gives it its name later
        _keep(aside, store)


def _keep(folder: Path, store: Path) -> None:
    """Give a release that is no longer current its own name; an empty folder or a second copy goes."""
    target = store / str(read_run(folder).get("run_id") or f"unknown-{folder.name}")
    if target.exists() or not [path for path in folder.iterdir() if path.name != ".gitkeep"]:
        shutil.rmtree(folder)
    else:
        os.rename(folder, target)


def _is_foreign(folder: Path) -> bool:
    try:
        return bool(foreign_files(folder))
    except (OSError, ValueError, KeyError):
        return True
