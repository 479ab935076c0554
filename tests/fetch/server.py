"""A real HTTP server on loopback that says exactly the bytes a test scripts, however broken."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Script = Callable[["Exchange"], None]


@dataclass
class Exchange:
    """One request and the means to answer it."""

    path: str
    headers: dict[str, str]
    number: int
    connection: socket.socket

    def send(self, raw: bytes) -> None:
        self.connection.sendall(raw)

    def reply(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        fields = {"Content-Length": str(len(body)), "Connection": "close"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.send(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    def drip(self, raw: bytes, seconds: float) -> None:
        for index in range(len(raw)):
            self.send(raw[index : index + 1])
            time.sleep(seconds)


@dataclass
class Site:
    """What the server says per path, and the requests it got."""

    url: str = ""
    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], float]] = field(default_factory=list)

    def asked(self, path: str) -> list[dict[str, str]]:
        return [headers for each, headers, _ in self.requests if each == path]


@contextmanager
def serve(scripts: dict[str, Script]) -> Iterator[Site]:
    """Serve scripts by path; a path without one is a 404."""
    site = Site(scripts=scripts)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            raw = b""
            while b"\r\n\r\n" not in raw:
                piece = self.request.recv(65536)
                if not piece:
                    return
                raw += piece
            first, *lines = raw.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
            path = first.split()[1]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            site.requests.append((path, headers, time.monotonic()))
            script = site.scripts.get(path, lambda exchange: exchange.reply(b"nothing here", "404 Not Found"))
            with suppress(OSError):  # the client has left: that is what some scenarios are about
                script(Exchange(path, headers, len(site.asked(path)), self.request))

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield site
        server.shutdown()
