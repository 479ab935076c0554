"""The flow, top to bottom: fetch → archive → read → validate → guard → build aside → swap in.

Whatever happens, the last good dataset stays readable: a run ends by publishing a whole new release or by leaving the
old one as it was, with the reason in one line. Exit codes: 0 published or nothing new · 1 the last good data is kept,
or a source was refused · 3 published, but a source was unreachable and `--strict` was given.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.assemble import VERSION, Input, assemble_rows, judge_rows
from pipeline.chunks import File, read_files, read_rows
from pipeline.engine import Failure
from pipeline.fetch import archive
from pipeline.lock import hold_locks
from pipeline.publish import release
from pipeline.publish.package import verify, write_package
from pipeline.publish.run import Run, code_digest, environment, log_run, new_run_id, read_run, write_run
from pipeline.publish.tables import write_tables
from pipeline.records import PipelineError
from pipeline.rows import FindingRow, Row, SourceRow
from pipeline.sources.profile import Profile

if TYPE_CHECKING:
    from pipeline.fetch.source import Outcome
    from pipeline.rows import Reading
    from pipeline.validate.contract import Judged

Fetcher = Callable[[Sequence[Profile], Path], "list[Outcome]"]
Job = tuple[File, Profile, str, date]
Reader = Callable[[Sequence[Job]], Iterable[tuple[int, "Reading | Failure"]]]
Tell = Callable[[str], None]
Writer = Callable[[Path, Mapping[str, Sequence[Row]], Sequence[Input], "Path | None", date], str]


class KeptError(PipelineError):
    """Nothing is published and the last good data stays; each line says why."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked to do."""

    profiles: tuple[Profile, ...]
    raw: Path
    out: Path
    as_of: date
    offline: bool = False
    strict: bool = False
    accept: frozenset[str] = frozenset()


def fetch_all(profiles: Sequence[Profile], raw: Path) -> list[Outcome]:
    """How each source's fetch ended; what is new lies in the archive."""
    from pipeline.fetch.source import fetch_sources

    return fetch_sources(profiles, raw)


def read_in_workers(jobs: Sequence[Job]) -> Iterator[tuple[int, Reading | Failure]]:
    """The readings of documents as they finish, each read in a limited process."""
    return read_files(read_rows, jobs)


def write_files(
    staging: Path, tables: Mapping[str, Sequence[Row]], inputs: Sequence[Input], last: Path | None, as_of: date
) -> str:
    """Write everything that a release holds but its descriptor; returns the data version."""
    from pipeline.publish.extras import write_extras

    write_tables(tables, staging)
    return write_extras(staging, last, as_of, {each.profile.source_id: each.snapshot.path for each in inputs})


def refresh(
    settings: Settings,
    tell: Tell = lambda stage: None,
    *,
    fetcher: Fetcher = fetch_all,
    reader: Reader = read_in_workers,
    writer: Writer = write_files,
) -> Run:
    """Run the flow once; the returned story's `exit_code` says how it ended. A fault of the program is raised, logged."""
    now = datetime.now(UTC)
    run = Run(new_run_id(now), now.isoformat(timespec="seconds"), settings.as_of.isoformat(), {"version": VERSION})
    store = release.store_of(settings.out)
    try:
        with hold_locks(store, *([] if settings.offline else [settings.raw])):
            _refresh(settings, run, tell, fetcher, reader, writer)
    except KeptError as error:
        _end(run, "kept", 1, error.lines)
    except PipelineError as error:
        _end(run, "kept", 1, [str(error)])
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        _end(run, "kept", 1, [f"ファイルを読み書きできません（{error.strerror or error}{where}）"])
    except Exception:
        _end(run, "failed", 1, ["プログラムの誤りです", traceback.format_exc()])
        raise
    finally:
        with contextlib.suppress(OSError):  # a full disk must not hide how the run ended
            log_run(run, store / "runs.jsonl")
    return run


def _refresh(settings: Settings, run: Run, tell: Tell, fetcher: Fetcher, reader: Reader, writer: Writer) -> None:
    release.check_target(settings.out)
    release.recover(settings.out)
    if not settings.offline:  # a build only reads the archive, which may be read-only
        archive.recover(settings.raw)
    inputs, refused = collect_inputs(settings, run, tell, fetcher)
    _record_inputs(run, inputs)
    unreachable = any(each.freshness == "unreachable" for each in inputs)
    code = 1 if refused else 3 if unreachable and settings.strict else 0
    if _is_current(run, settings.out):
        _end(run, "nothing-new", code, [])
        return
    _check_held(settings, run)
    tell("読んでいます")
    readings, before = _read_inputs(inputs, settings.as_of, run, reader)
    tell("検査しています")
    with _timed(run, "validate"):
        judged = judge_rows(assemble_rows(inputs, readings, before, settings.as_of), run)
        last = _last_good(settings.out)
        _check_guards(settings, run, judged, last)
    tell("公開の準備をしています")
    try:
        with _timed(run, "publish"):
            staging = release.stage(settings.out, run.run_id)
            version = writer(staging, judged.tables, inputs, last, settings.as_of)
            write_package(staging, as_of=settings.as_of, version=version, sources=_sources(judged))
        _end(run, "published", code, [])
        write_run(run, staging)
        release.publish(staging, settings.out)
    except BaseException:
        with contextlib.suppress(OSError):
            release.recover(settings.out)  # a full disk needs its room back
        raise
    try:
        release.prune(settings.out)
    except OSError as error:
        run.messages.append(f"古い版を片付けられません（{error.strerror or error}）")


def collect_inputs(settings: Settings, run: Run, tell: Tell, fetcher: Fetcher) -> tuple[list[Input], bool]:
    """Each source's newest snapshot, fetched anew unless offline; and whether a source sent something else."""
    freshness: dict[str, str] = {}
    refused = False
    if not settings.offline:
        tell("取得しています")
        with _timed(run, "fetch"):
            for outcome in fetcher(settings.profiles, settings.raw):
                freshness[outcome.source_id] = outcome.freshness
                refused = refused or outcome.refused
                run.messages.append(outcome.message)
    inputs = []
    for profile in settings.profiles:
        snapshots = archive.list_snapshots(settings.raw, profile.source_id)
        run.messages += archive.check_names(settings.raw, profile.source_id)
        if not snapshots:
            raise KeptError([f"{profile.source_id}: {settings.raw} に文書がありません"])
        state = freshness.get(profile.source_id, "unchanged")
        inputs.append(Input(profile, snapshots[-1], state, snapshots[-2] if len(snapshots) > 1 else None))
    if settings.offline:
        run.messages += [
            f"{each.profile.source_id}: {each.snapshot.day} のスナップショットを使います" for each in inputs
        ]
    return inputs, refused


def _record_inputs(run: Run, inputs: Sequence[Input]) -> None:
    """What the result depends on, in full and as one hash; the day and the freshness are compared beside it."""
    run.inputs = [
        {
            "source_id": each.profile.source_id,
            "snapshot": each.snapshot.path.name,
            "before": each.before.path.name if each.before else None,
            "sha256": each.snapshot.sha256,
            "retrieved_at": each.snapshot.retrieved_at,
            "origin": each.snapshot.origin,
            "freshness": each.freshness,
        }
        for each in inputs
    ]
    run.code = {"version": VERSION, "digest": code_digest(), **environment()}
    content = [[{**entry, "freshness": ""} for entry in run.inputs], run.code, [repr(each.profile) for each in inputs]]
    run.inputs_digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _is_current(run: Run, out: Path) -> bool:
    """Whether `out` is what this run would publish, and whole."""
    last = read_run(out)

    def freshness(inputs: Iterable[Mapping[str, str]]) -> list[bool]:
        return [each.get("freshness") == "unreachable" for each in inputs]

    same = (last.get("inputs_digest"), last.get("as_of")) == (run.inputs_digest, run.as_of)
    return same and freshness(last["inputs"]) == freshness(run.inputs) and not verify(out)


def _check_held(settings: Settings, run: Run) -> None:
    """A release that was rolled back does not come again by itself: not until its inputs or the code change."""
    if release.read_held(settings.out) == run.inputs_digest:
        if "rollback" not in settings.accept:
            raise KeptError(
                ["この入力からのデータは取り下げられています（rollback）。公開し直すには --accept rollback"]
            )
        run.accepted.append("rollback")


def _read_inputs(
    inputs: Sequence[Input], as_of: date, run: Run, reader: Reader
) -> tuple[dict[str, Reading], dict[str, Reading]]:
    """The readings of the snapshots and of those before them (for drift), by source id."""
    from pipeline.validate.contract import warm_up

    jobs = [_job(each.profile, each.snapshot, as_of) for each in inputs]
    earlier = [(each.profile, each.before) for each in inputs if each.before]
    jobs += [_job(profile, snapshot, as_of) for profile, snapshot in earlier]
    with _timed(run, "read"), ThreadPoolExecutor(1) as thread:
        reading = thread.submit(lambda: dict(reader(jobs)))
        warm_up()  # pandas and pandera load here while the workers read
        results = reading.result()
    failures = {index: result for index, result in results.items() if isinstance(result, Failure)}
    lines = [failures[index].about(jobs[index][0].name) for index in sorted(failures) if index < len(inputs)]
    if lines:
        raise KeptError([*lines, *(failure.detail for failure in failures.values() if failure.detail)])
    found = {index: result for index, result in results.items() if not isinstance(result, Failure)}
    now = {each.profile.source_id: found[index] for index, each in enumerate(inputs)}
    before = {
        profile.source_id: found[index] for index, (profile, _) in enumerate(earlier, len(inputs)) if index in found
    }
    return now, before


def _job(profile: Profile, snapshot: archive.Snapshot, as_of: date) -> Job:
    file = File(archive.read_snapshot(snapshot), f"{profile.source_id}/{snapshot.path.name}")
    return file, profile, profile.source_id, as_of


def _last_good(out: Path) -> Path | None:
    """The newest whole release: the current one, or where that is damaged one of those before."""
    folders = [*release.list_releases(out), *([out] if out.is_dir() else [])]
    return next((folder for folder in reversed(folders) if not verify(folder)), None)


def _check_guards(settings: Settings, run: Run, judged: Judged, last: Path | None) -> None:
    from pipeline.validate.guards import check_guards, shape_of_release, shape_of_rows

    ids = [profile.source_id for profile in settings.profiles]
    before = shape_of_release(last, ids) if last else {}
    findings = [row for row in judged.tables["findings"] if isinstance(row, FindingRow)]
    tripped = [
        guard
        for profile in settings.profiles
        for guard in check_guards(
            profile.source_id,
            profile.expect,
            shape_of_rows(judged.tables, profile.source_id),
            before.get(profile.source_id),
            [row for row in findings if row.source_id == profile.source_id],
        )
    ]
    run.guards = [{**asdict(guard), "accepted": guard.name in settings.accept} for guard in tripped]
    run.accepted += sorted({guard.name for guard in tripped} & settings.accept)
    run.messages += [
        f"--accept {name}: その名前で止まる確認はありません" for name in sorted(settings.accept - {*run.accepted})
    ]
    if stopping := [guard for guard in tripped if guard.name not in settings.accept]:
        raise KeptError(
            f"公開を止めました: {guard.message}（意図した変化なら --accept {guard.name}）" for guard in stopping
        )


def _sources(judged: Judged) -> list[SourceRow]:
    return [row for row in judged.tables["sources"] if isinstance(row, SourceRow)]


@contextlib.contextmanager
def _timed(run: Run, stage: str) -> Iterator[None]:
    start = time.monotonic()
    try:
        yield
    finally:
        run.timings[stage] = round(time.monotonic() - start, 3)


def _end(run: Run, outcome: str, code: int, lines: Iterable[str]) -> None:
    run.outcome, run.exit_code = outcome, code
    run.messages += lines
    run.finished_at = datetime.now(UTC).isoformat(timespec="seconds")
