"""Which addresses may be asked: http and https on the public internet, nothing else."""

from __future__ import annotations

import ipaddress
import socket
import threading
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pipeline.fetch.errors import RefusedError, UnreachableError

SECONDS_TO_RESOLVE = 3.0


def check_address(url: str, allowed_hosts: frozenset[str] = frozenset(), *, secure: bool = False) -> str:
    """Return the host of `url`; RefusedError for another scheme, a private network, or http where `secure` is due.

    `allowed_hosts` may be asked wherever they are (tests name their loopback server here).
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise RefusedError(f"URL の形をしていません: {url[:200]}") from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedError(f"http でも https でもない宛先です: {url[:200]}")
    if secure and parts.scheme != "https":
        raise RefusedError(f"https から http へは移れません: {url[:200]}")
    if host not in allowed_hosts:
        for address in [host] if _is_address(host) else [] if is_proxied(url) else resolve(host):
            check_peer(address, url)
    return host


def check_peer(address: str, url: str) -> None:
    """RefusedError where `address` is not one of the public internet (10.…, 127.0.0.1, 169.254.169.254, ::1 …)."""
    if not ipaddress.ip_address(address.split("%", maxsplit=1)[0]).is_global:
        raise RefusedError(f"社内・手元のネットワークの宛先です: {url[:200]}（{address}）")


def resolve(host: str) -> list[str]:
    """The addresses of a host; UnreachableError where there is none or the name service keeps silent."""
    answers: list[str] = []
    errors: list[OSError] = []

    def ask() -> None:
        try:
            answers.extend(str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except OSError as error:
            errors.append(error)

    # getaddrinfo takes no time limit, and without a network it may wait for half a minute
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(SECONDS_TO_RESOLVE)
    if not answers:
        raise UnreachableError(f"{host} の名前を引けません")
    return answers


def is_proxied(url: str) -> bool:
    """Whether a request for `url` goes through a proxy of this machine's settings: it resolves names, not we."""
    parts = urlsplit(url)
    return parts.scheme in getproxies() and not proxy_bypass(parts.hostname or "")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
