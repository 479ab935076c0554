"""The polite, suspicious HTTP client: the only module that opens a socket."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import stamina
from protego import Protego

from pipeline.fetch.address import check_address, check_peer, is_proxied
from pipeline.fetch.errors import RefusedError, UnreachableError

USER_AGENT = "hojokin-pipeline/1.0 (open data on public support programmes; conditional requests, once a day)"

stamina.instrumentation.set_on_retry_hooks([])  # a retry is no news; how it ended is


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts that no answer may exceed."""

    connect: float = 4.0
    read: float = 15.0
    total: float = 90.0
    body: int = 64 * 1024**2
    decoded: int = 128 * 1024**2
    redirects: int = 5
    attempts: int = 3
    first_wait: float = 0.5
    longest_wait: float = 30.0
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Response:
    """An answer in full: 200 with its body, or 304 without."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[str, ...] = ()


class _RetryError(Exception):
    """An answer that may be better next time; `after` is what Retry-After asks, in seconds."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(slots=True)
class Client:
    """Requests to few hosts, one after another; close it or use it in a `with`.

    `allowed_hosts` are exempt from the rule against private networks (tests name their loopback server).
    """

    limits: Limits = field(default_factory=Limits)
    allowed_hosts: frozenset[str] = frozenset()
    _http: httpx2.Client = field(init=False)
    _robots: dict[str, Protego] = field(init=False, default_factory=dict)
    _asked: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        timeout = httpx2.Timeout(self.limits.read, connect=self.limits.connect)
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept-Language": "ja"}
        self._http = httpx2.Client(timeout=timeout, headers=headers, follow_redirects=False)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Ask for a document, on condition that it changed; UnreachableError or RefusedError say why there is none."""
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        response = self._request(url, headers, polite=True)
        if response.status not in (200, 304):
            raise UnreachableError(f"HTTP {response.status}: {response.url}")
        return response

    def _request(self, url: str, headers: Mapping[str, str], *, polite: bool) -> Response:
        """One document with retries; only time limits, 429 and 5xx are tried again."""
        try:
            for attempt in stamina.retry_context(
                on=self._wait_or_give_up,
                attempts=self.limits.attempts,
                timeout=self.limits.total,
                wait_initial=self.limits.first_wait,
                wait_max=self.limits.longest_wait,
                wait_jitter=self.limits.first_wait,
            ):
                with attempt:
                    return self._follow(url, headers, polite=polite)
        except _RetryError as error:
            raise UnreachableError(f"{error}: {url}") from None
        except httpx2.InvalidURL as error:
            raise RefusedError(f"URL の形をしていません（{error}）: {url[:200]}") from None
        except httpx2.HTTPError as error:
            raise UnreachableError(f"つながりません（{_reason(error)}）: {url}") from None
        raise AssertionError("the loop above returns or raises")

    def _wait_or_give_up(self, error: Exception) -> bool | float:
        if not isinstance(error, _RetryError):
            return False
        if error.after is None:
            return True
        return error.after if error.after <= self.limits.longest_wait else False

    def _follow(self, url: str, headers: Mapping[str, str], *, polite: bool) -> Response:
        """One attempt, through its redirects; each address is checked before it is asked."""
        deadline = time.monotonic() + self.limits.total
        redirects: list[str] = []
        while True:
            host = check_address(url, self.allowed_hosts, secure=bool(redirects) and redirects[0].startswith("https:"))
            if polite:
                self._obey_robots(url)
            self._wait_for_turn(host)
            response = self._exchange(url, headers, deadline)
            location = response.headers.get("location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return Response(response.url, response.status, response.headers, response.body, tuple(redirects))
            redirects.append(url)
            url = _join(url, location)
            if len(redirects) > self.limits.redirects or url in redirects:
                raise UnreachableError(f"転送が終わりません: {' → '.join([*redirects, url])[:300]}")

    def _exchange(self, url: str, headers: Mapping[str, str], deadline: float) -> Response:
        try:
            with self._http.stream("GET", url, headers=dict(headers)) as answer:
                if urlsplit(url).hostname not in self.allowed_hosts and not is_proxied(url):
                    _check_server(answer, url)
                if answer.status_code == 429 or answer.status_code >= 500:
                    raise _RetryError(f"HTTP {answer.status_code}", _retry_after(answer.headers.get("retry-after")))
                body = b"".join(self._read(answer, deadline)) if answer.status_code == 200 else b""
                return Response(url, answer.status_code, dict(answer.headers.items()), body)
        except httpx2.TimeoutException as error:
            raise _RetryError(f"時間切れ（{_reason(error)}）") from None

    def _read(self, answer: httpx2.Response, deadline: float) -> Iterator[bytes]:
        """The body in pieces, unpacked here so that a bomb is met piece by piece."""
        coding = answer.headers.get("content-encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "deflate"):
            raise RefusedError(f"頼んでいない圧縮形式です: {coding}")
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if coding in ("gzip", "deflate") else None
        received = decoded = 0
        try:
            for raw in answer.iter_raw():
                received += len(raw)
                rest = self.limits.decoded - decoded + 1
                piece = unpack.decompress(raw, rest) if unpack else raw
                decoded += len(piece)
                if received > self.limits.body or decoded > self.limits.decoded:
                    raise RefusedError(
                        f"大きすぎます（{self.limits.body // 1024**2} MB、展開後 {self.limits.decoded // 1024**2} MB まで）"
                    )
                if time.monotonic() > deadline:
                    raise _RetryError(f"時間切れ（{self.limits.total:g} 秒で終わらない）")
                yield piece
        except zlib.error as error:
            raise RefusedError(f"圧縮が壊れています（{error}）") from None
        if unpack and not unpack.eof:
            raise UnreachableError("圧縮された内容が途中で切れています")

    def _obey_robots(self, url: str) -> None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            answer = self._request(f"{site}/robots.txt", {}, polite=False)
            # RFC 9309: where there is none (4xx), everything may be asked
            self._robots[site] = Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")
        if not self._robots[site].can_fetch(url, USER_AGENT):
            raise UnreachableError(f"robots.txt が取得を認めていません: {url}")

    def _wait_for_turn(self, host: str) -> None:
        """Leave time between two requests to a host: ours, or what its robots.txt asks within reason."""
        asked = [
            robots.crawl_delay(USER_AGENT) for site, robots in self._robots.items() if urlsplit(site).hostname == host
        ]
        delay = min(max([self.limits.delay, *(each for each in asked if each)]), self.limits.longest_wait)
        wait = self._asked.get(host, -delay) + delay - time.monotonic()
        if host in self._asked and wait > 0:
            time.sleep(wait)
        self._asked[host] = time.monotonic()


def _join(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise RefusedError(f"URL の形をしていません: {location[:200]}") from None


def _check_server(answer: httpx2.Response, url: str) -> None:
    """The address that answered, after the name was resolved a second time by the connection itself."""
    stream: Any = answer.extensions.get("network_stream")
    server = stream.get_extra_info("server_addr") if stream is not None else None
    if server:
        check_peer(str(server[0]), url)


def _retry_after(value: str | None) -> float | None:
    """Seconds from `120` or `Wed, 21 Oct 2025 07:28:00 GMT`; None for anything else."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")
