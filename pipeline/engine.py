"""Map work over documents in worker processes with limits, so that a hostile document costs that document only.

A worker is a fresh interpreter that takes one document after another. What it may use is limited by the operating
system (address space, processor time), by the parent (wall time, size of the answer) and by an audit hook (no network,
no other program). A worker that breaks a limit or dies is replaced, and its document becomes a `Failure`.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Literal, TypeVar

from pipeline.records import PipelineError

Result = TypeVar("Result")


_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL)
"""How a C library ends a process that gets no more memory."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: bytes of memory beyond its own (thrice), seconds of processor and of wall time, answer bytes."""

    memory: int = 400 * 1024**2
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    answer: int = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document gave no result: one line for a maintainer, and the traceback where the fault is ours."""

    kind: Literal["refused", "memory", "time", "crash", "error"]
    message: str
    detail: str = ""

    def about(self, name: str) -> str:
        """The message, opening with the file it is about, said once: a reader's refusal names the file already."""
        return self.message if self.message.startswith(name) else f"{name}: {self.message}"


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection
    job: int | None = None
    deadline: float = 0.0


def processors() -> int:
    """How many processors this process may use: all of the machine's, or those it is bound to."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """Workers that stay from one `map` to the next, so that what they have imported serves again; stopped at the end."""

    def __init__(self, limits: Limits | None = None, *, workers: int = 0) -> None:
        """`workers`: how many processes at most; 0 takes this machine's processors. Each starts when there is work for it."""
        self._limits = limits or Limits()
        self._most = workers or processors()
        self._workers: list[_Worker] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _stop(worker)

    def map(
        self, function: Callable[..., Result], jobs: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Result | Failure]]:
        """Yield (index, result or Failure) as jobs finish; `function` is a module-level function, called as `function(*job)`.

        Whoever stops taking results stops the jobs that are at work.
        """
        waiting = deque(range(len(jobs)))
        try:
            while waiting or self._busy():
                while waiting and (worker := self._find_idle()):
                    index = waiting.popleft()
                    _assign(worker, index, (function, jobs[index]), self._limits)
                yield from self._collect()
        finally:
            for worker in self._busy():
                _stop(worker)
                self._workers.remove(worker)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    def _find_idle(self) -> _Worker | None:
        """A worker without a job, a new one where the crew is not complete; None where all are at work."""
        idle = next((worker for worker in self._workers if worker.job is None), None)
        if idle is None and len(self._workers) < self._most:
            idle = _start(self._limits)
            self._workers.append(idle)
        return idle

    def _collect(self) -> Iterator[tuple[int, Any]]:
        """Wait for the next answers, deaths or deadlines; workers that failed are let go."""
        busy = self._busy()
        patience = min(worker.deadline for worker in busy) - time.monotonic()
        ready = set(wait([worker.pipe for worker in busy], timeout=max(patience, 0.0)))
        for worker in busy:
            index = worker.job
            assert index is not None
            if worker.pipe in ready:
                answer, usable = _receive(worker, self._limits)
            elif time.monotonic() >= worker.deadline:
                message = f"読み取りが制限時間（{self._limits.wall_seconds:g}秒）を超えたため打ち切りました"
                answer, usable = Failure("time", message), False
            else:
                continue
            worker.job = None
            if not usable:
                _stop(worker)
                self._workers.remove(worker)
            yield index, answer


def map_documents(
    function: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], *, limits: Limits | None = None, workers: int = 0
) -> Iterator[tuple[int, Result | Failure]]:
    """`Crew.map` by a crew of its own."""
    with Crew(limits, workers=workers) as crew:
        yield from crew.map(function, jobs)


def _start(limits: Limits) -> _Worker:
    """A fresh interpreter that imports this module and nothing of its parent's main program."""
    ours, theirs = Pipe()
    code = f"import sys; sys.path[:] = {sys.path!r}; from pipeline.engine import serve; serve({theirs.fileno()})"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a thread's stack and buffers would count as memory
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    ours.send(limits)
    return _Worker(process, ours)


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.wait()


def _assign(worker: _Worker, index: int, call: tuple[Any, ...], limits: Limits) -> None:
    worker.job, worker.deadline = index, time.monotonic() + limits.wall_seconds
    with contextlib.suppress(OSError):  # it died on its way: the pipe reads as ended, and _collect says so
        worker.pipe.send(call)


def _receive(worker: _Worker, limits: Limits) -> tuple[Any, bool]:
    """The worker's answer, and whether the worker may go on."""
    try:
        answer = pickle.loads(worker.pipe.recv_bytes(limits.answer))
    except (EOFError, ConnectionError):
        return _explain_death(worker.process.wait(), limits), False
    except OSError:  # the answer is longer than allowed
        return Failure("memory", f"読み取り結果が大きすぎます（{limits.answer // 1024**2} MB まで）"), False
    return answer, not (isinstance(answer, Failure) and answer.kind == "memory")


def _explain_death(exitcode: int, limits: Limits) -> Failure:
    if exitcode == -signal.SIGXCPU:
        return Failure("time", f"読み取りが計算時間の上限（{limits.cpu_seconds}秒）を超えたため打ち切りました")
    if exitcode in _OUT_OF_MEMORY:
        words = f"読み取りがメモリの上限（{limits.memory // 1024**2} MB）を超えたか、読み取り器が異常終了しました"
        return Failure("crash", f"{words}（終了コード {exitcode}。圧縮爆弾か壊れたデータの疑い）")
    return Failure("crash", f"読み取りのプロセスが異常終了しました（終了コード {exitcode}）")


def serve(handle: int) -> None:
    """A worker's life: take its limits, then call after call, until the parent closes the pipe."""
    pipe = Connection(handle)
    limits: Limits = pipe.recv()
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_forbid)
    with contextlib.suppress(EOFError, OSError):
        while True:
            call = pipe.recv_bytes()
            _limit(resource.RLIMIT_DATA, limits.memory + 3 * len(call))
            function, arguments = pickle.loads(call)
            used = resource.getrusage(resource.RUSAGE_SELF)
            spent = int(used.ru_utime + used.ru_stime) + 1
            _limit(resource.RLIMIT_CPU, spent + limits.cpu_seconds)
            pipe.send_bytes(_answer(function, arguments, limits))


def _limit(kind: int, value: int) -> None:
    """Lower a soft limit of this process; one that is lower already, or that the system does not know, stays."""
    hard = resource.getrlimit(kind)[1]
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> bytes:
    try:
        return pickle.dumps(function(*arguments))
    except PipelineError as error:
        failure = Failure("refused", str(error))
    except MemoryError:
        failure = Failure(
            "memory", f"読み取りがメモリの上限（{limits.memory // 1024**2} MB）を超えたため打ち切りました"
        )
    except RecursionError:
        failure = Failure("error", "文書の入れ子が深すぎて読めません")
    except Exception as error:
        failure = Failure("error", f"読み取り中の誤り: {type(error).__name__}: {error}", traceback.format_exc())
    return pickle.dumps(failure)


def _forbid(event: str, _: tuple[Any, ...]) -> None:
    """Parsers read bytes: no connection, no name look-up, no other program."""
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        raise PermissionError(f"a parser must not use {event}")
