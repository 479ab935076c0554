"""Sources against a real server that answers well, badly and maliciously: what is kept, stored, refused, and said."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.fetch.address import check_peer
from pipeline.fetch.archive import list_snapshots, read_snapshot
from pipeline.fetch.client import Client, Limits
from pipeline.fetch.errors import RefusedError
from pipeline.fetch.source import fetch_source, fetch_sources
from pipeline.sources.profile import Profile
from tests.fetch.server import Exchange, Script, serve

LIMITS = Limits(
    connect=2, read=0.6, total=1.6, body=200_000, decoded=400_000, redirects=3, attempts=2,
    first_wait=0.01, longest_wait=0.3, delay=0.0,
)  # fmt: skip
PAGE = "<!DOCTYPE html><html><head><title>補助金一覧【2026年1月更新】</title></head><body>石川県の補助率</body></html>".encode()
PDF = b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF\n"


def make_profile(**changes: object) -> Profile:
    profile = Profile(
        source_id="a_page", title="一覧", publisher="者", kind="aggregator_html", edition=None, page_url="",
        file_url="", link_text=None, media_type="text/html", words=("石川県", "補助率"), ends_with="</html>",
        licence="無", attribution="者", rights="facts",
    )  # fmt: skip
    return replace(profile, **changes)


def answer(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> Script:
    return lambda exchange: exchange.reply(body, status, **headers)


def raw_answer(raw: bytes) -> Script:
    return lambda exchange: exchange.send(raw)


def then(*scripts: Script) -> Script:
    """The first script for the first request, and so on; the last one for all that follow."""
    return lambda exchange: scripts[min(exchange.number, len(scripts)) - 1](exchange)


def drip_head(exchange: Exchange) -> None:
    exchange.drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, 0.05)


def drip_body(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    exchange.drip(PAGE, 0.05)


def hang(exchange: Exchange) -> None:
    exchange.connection.recv(1)


def moved(location: str, status: str = "302 Found") -> Script:
    return lambda exchange: exchange.reply(b"", status, Location=location)


BOMB = gzip.compress(b"<html>" + b"0" * 50_000_000)
ERROR_PAGE = "<!DOCTYPE html><html><head><title>ページが見つかりません</title></head><body>404</body></html>".encode()
LOGIN = "<!DOCTYPE html><html><title>ログイン</title><form><input type='password' name='p'></form></html>".encode()

SCENARIOS: dict[str, tuple[Script, str, bool, str]] = {
    # name: what the server does, freshness, refused, words of the message
    "a new page": (answer(), "updated", False, "新しい版を取得"),
    "gzip": (answer(gzip.compress(PAGE), Content_Encoding="gzip"), "updated", False, "新しい版"),
    "zlib": (answer(zlib.compress(PAGE), Content_Encoding="deflate"), "updated", False, "新しい版"),
    "500, then well": (then(answer(b"", "500 Oops"), answer()), "updated", False, "新しい版"),
    "429 with Retry-After, then well": (
        then(answer(b"", "429 Slow Down", Retry_After="0"), answer()), "updated", False, "新しい版",
    ),
    "429 that asks for an hour": (answer(b"", "429 Slow Down", Retry_After="3600"), "unreachable", False, "HTTP 429"),
    "503 for ever": (answer(b"", "503 Busy"), "unreachable", False, "HTTP 503"),
    "404": (answer(ERROR_PAGE, "404 Not Found"), "unreachable", False, "HTTP 404"),
    "410": (answer(b"", "410 Gone"), "unreachable", False, "HTTP 410"),
    "403": (answer(b"", "403 Forbidden"), "unreachable", False, "HTTP 403"),
    "no answer": (hang, "unreachable", False, "時間切れ"),
    "a slow drip of the body": (drip_body, "unreachable", False, "時間切れ"),
    "closed at once": (lambda exchange: None, "unreachable", False, "つながりません"),
    "cut body": (raw_answer(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + PAGE), "unreachable", False, "つながりません"),
    "length too short": (
        raw_answer(b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n" + PAGE), "unreachable", True, "ありません",
    ),
    "cut chunks": (
        raw_answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<!DOCTYPE html>"),
        "unreachable", False, "つながりません",
    ),
    "cut without a length": (
        raw_answer(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + PAGE[:-8]), "unreachable", True, "途中で切れて",
    ),
    "cut gzip": (answer(gzip.compress(PAGE)[:-20], Content_Encoding="gzip"), "unreachable", False, "途中で切れて"),
    "damaged gzip": (answer(b"\x1f\x8bnothing", Content_Encoding="gzip"), "unreachable", True, "圧縮が壊れて"),
    "gzip bomb": (answer(BOMB, Content_Encoding="gzip"), "unreachable", True, "大きすぎます"),
    "unasked brotli": (answer(b"\x0b\x02\x80", Content_Encoding="br"), "unreachable", True, "圧縮形式"),
    "endless body": (answer(b"<html>" + b"0" * 300_000), "unreachable", True, "大きすぎます"),
    "not HTTP": (raw_answer(b"SSH-2.0-OpenSSH_9\r\n"), "unreachable", False, "つながりません"),
    "empty": (answer(b""), "unreachable", True, "空の内容"),
    "white space": (answer(b" \r\n \n"), "unreachable", True, "空の内容"),
    "error page with status 200": (answer(ERROR_PAGE), "unreachable", True, "ページが見つかりません"),
    "login page": (answer(LOGIN), "unreachable", True, "ログイン"),
    "PDF where a page was due": (answer(PDF, Content_Type="text/html"), "unreachable", True, "application/pdf が返りました"),
    "JSON where a page was due": (answer(b'{"error": 1}'), "unreachable", True, "種類のわからない"),
    "redirect and back": (
        then(moved("/there"), answer()), "unreachable", False, "HTTP 404",
    ),
    "redirect loop": (moved("/page"), "unreachable", False, "転送が終わりません"),
    "redirect to a private address": (moved("http://10.0.0.1/"), "unreachable", True, "社内・手元"),
    "redirect to the cloud's metadata": (moved("http://169.254.169.254/latest"), "unreachable", True, "社内・手元"),
    "redirect to another loopback": (moved("http://[::1]:1/"), "unreachable", True, "社内・手元"),
    "redirect to localhost by name": (moved("http://localhost:1/"), "unreachable", True, "社内・手元"),
    "redirect to a file": (moved("file:///etc/passwd"), "unreachable", True, "http でも https でもない"),
    "redirect to ftp": (moved("ftp://127.0.0.1/x"), "unreachable", True, "http でも https でもない"),
    "redirect to nonsense": (moved("http://[broken/"), "unreachable", True, "URL の形"),
    "robots deny": (answer(), "unreachable", False, "robots.txt"),
    "robots broken": (answer(), "unreachable", False, "HTTP 500"),
}  # fmt: skip
ROBOTS = {
    "robots deny": answer(b"User-agent: *\nDisallow: /page\n"),
    "robots broken": answer(b"", "500 Oops"),
}


def client() -> Client:
    return Client(LIMITS, allowed_hosts=frozenset({"127.0.0.1"}))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_server_may_do_what_it_likes(name: str, tmp_path: Path) -> None:
    script, freshness, refused, words = SCENARIOS[name]
    with (
        serve({"/page": script, "/robots.txt": ROBOTS.get(name, answer(b"", "404 Not Found"))}) as site,
        client() as http,
    ):
        profile = make_profile(page_url=f"{site.url}/page", file_url=f"{site.url}/page")
        outcome = fetch_source(profile, tmp_path, http)
    assert words in outcome.message, outcome.message
    assert "\n" not in outcome.message
    assert (outcome.freshness, outcome.refused) == (freshness, refused)
    assert len(list_snapshots(tmp_path, "a_page")) == (1 if freshness == "updated" else 0)


def test_a_dripped_head_is_given_up(tmp_path: Path) -> None:
    with serve({"/page": drip_head}) as site:
        profile = make_profile(page_url=f"{site.url}/page", file_url=f"{site.url}/page")
        (outcome,) = fetch_sources([profile], tmp_path, client, seconds=0.7)
    assert outcome.freshness == "unreachable"
    assert "終わりません" in outcome.message


def test_a_full_disk_is_raised_where_somebody_listens(tmp_path: Path) -> None:
    (tmp_path / "a_page").write_text("a file where the folder should be")
    with serve({"/page": answer()}) as site, pytest.raises(OSError, match="a_page"):
        fetch_sources([make_profile(page_url=f"{site.url}/page", file_url=f"{site.url}/page")], tmp_path, client)


def revisit(tmp_path: Path, *scripts: Script) -> tuple[list[str], list[dict[str, str]], int]:
    """Fetch once per script; freshness of each, the requests for the page, and the snapshots stored."""
    with serve({"/page": then(*scripts)}) as site:
        profile = make_profile(page_url=f"{site.url}/page", file_url=f"{site.url}/page")
        freshness = []
        for _ in scripts:
            with client() as http:
                freshness.append(fetch_source(profile, tmp_path, http).freshness)
        return freshness, site.asked("/page"), len(list_snapshots(tmp_path, "a_page"))


def test_validators_are_sent_and_304_keeps_the_snapshot(tmp_path: Path) -> None:
    first = answer(ETag='"v1"', Last_Modified="Mon, 01 Dec 2025 00:00:00 GMT")
    freshness, asked, stored = revisit(tmp_path, first, answer(b"", "304 Not Modified"))
    assert freshness == ["updated", "unchanged"]
    assert "if-none-match" not in asked[0]
    assert (asked[1]["if-none-match"], asked[1]["if-modified-since"]) == ('"v1"', "Mon, 01 Dec 2025 00:00:00 GMT")
    assert stored == 1


def test_the_body_counts_not_the_etag(tmp_path: Path) -> None:
    other = PAGE.replace("補助率".encode(), "補助率と上限".encode())
    same, changed = answer(ETag='"v1"'), answer(other, ETag='"v1"')
    assert revisit(tmp_path, same, changed, answer(other, ETag='"v9"'))[0] == ["updated", "updated", "unchanged"]
    assert [read_snapshot(each) for each in list_snapshots(tmp_path, "a_page")] == [PAGE, other]


def test_a_page_that_returns_to_what_it_was_is_stored_again(tmp_path: Path) -> None:
    other = PAGE.replace("補助率".encode(), "補助率と上限".encode())
    freshness, _, stored = revisit(tmp_path, answer(), answer(other), answer())
    assert (freshness, stored) == (["updated"] * 3, 3)
    assert read_snapshot(list_snapshots(tmp_path, "a_page")[-1]) == PAGE


def test_a_damaged_snapshot_is_fetched_again(tmp_path: Path) -> None:
    with serve({"/page": answer(ETag='"v1"')}) as site:
        profile = make_profile(page_url=f"{site.url}/page", file_url=f"{site.url}/page")
        with client() as http:
            fetch_source(profile, tmp_path, http)
        (stored,) = list_snapshots(tmp_path, "a_page")
        stored.path.write_bytes(b"damaged")
        with client() as http:
            assert fetch_source(profile, tmp_path, http).freshness == "updated"
        assert "if-none-match" not in site.asked("/page")[1]
    assert read_snapshot(list_snapshots(tmp_path, "a_page")[-1]) == PAGE


def test_the_sidecar_tells_where_and_when(tmp_path: Path) -> None:
    with serve({"/page": moved("/new", "301 Moved"), "/new": answer(ETag='"v1"')}) as site, client() as http:
        outcome = fetch_source(make_profile(page_url=f"{site.url}/page", file_url=f"{site.url}/page"), tmp_path, http)
    (stored,) = list_snapshots(tmp_path, "a_page")
    assert "転送されました" in outcome.message
    assert [url.removeprefix(site.url) for url in stored.redirects] == ["/page", "/new"]
    assert (stored.origin, stored.edition, stored.headers["etag"]) == ("live", "2026年1月更新", '"v1"')
    assert site.asked("/page")[0]["user-agent"].startswith("hojokin-pipeline/")


def landing(*links: str) -> Script:
    return answer(f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode())


LANDINGS: dict[str, tuple[Script, str, str]] = {
    # name: landing page, freshness, words of the message or the edition stored
    "one link": (landing('<a href="/r7.pdf">ものづくり <b>支援ガイド</b>（令和7年度版）</a>'), "updated", "令和7年度版"),
    "full-width words": (landing('<a href="r7.pdf#page=2">ものづくり　支援ガイド(令和７年度)</a>'), "updated", "令和7年度"),
    "the same link twice": (landing('<a href="/r7.pdf">ものづくり支援ガイド</a>' * 2), "updated", ""),
    "two editions": (
        landing('<a href="/old.pdf">ものづくり支援ガイド 平成31年度版</a>', '<a href="/r7.pdf">ものづくり支援ガイド 令和7年度版</a>'),
        "updated", "令和7年度版",
    ),
    "vanished": (landing('<a href="/r7.pdf">企業立地ガイド</a>'), "unreachable", "リンクがありません"),
    "doubled": (
        landing('<a href="/a.pdf">ものづくり支援ガイド</a>', '<a href="/b.pdf">ものづくり支援ガイド 表紙</a>'),
        "unreachable", "リンクが 2 つ",
    ),
    "behind it a page": (landing('<a href="/page">ものづくり支援ガイド</a>'), "unreachable", "text/html が返りました"),
    "behind it nothing": (landing('<a href="/gone.pdf">ものづくり支援ガイド</a>'), "unreachable", "HTTP 404"),
    "behind it a script": (landing('<a href="javascript:x()">ものづくり支援ガイド</a>'), "unreachable", "http でも"),
}  # fmt: skip


@pytest.mark.parametrize("name", LANDINGS)
def test_a_yearly_file_is_found_from_its_landing_page(name: str, tmp_path: Path) -> None:
    page, freshness, words = LANDINGS[name]
    with (
        serve({"/": page, "/r7.pdf": answer(PDF), "/old.pdf": answer(PDF), "/page": answer()}) as site,
        client() as http,
    ):
        profile = make_profile(
            page_url=f"{site.url}/", file_url=None, link_text="ものづくり支援ガイド", media_type="application/pdf",
            words=(), ends_with="%%EOF",
        )  # fmt: skip
        outcome = fetch_source(profile, tmp_path, http)
    assert outcome.freshness == freshness, outcome.message
    stored = list_snapshots(tmp_path, "a_page")
    assert words in (stored[0].edition or "" if stored else outcome.message)
    if stored:
        assert stored[0].url == f"{site.url}/r7.pdf"


def test_a_moved_file_says_so(tmp_path: Path) -> None:
    pages = then(landing('<a href="/r7.pdf">支援ガイド</a>'), landing('<a href="/new/r7.pdf">支援ガイド</a>'))
    with serve({"/": pages, "/r7.pdf": answer(PDF), "/new/r7.pdf": answer(PDF)}) as site:
        profile = make_profile(
            page_url=f"{site.url}/", file_url=None, link_text="支援ガイド", media_type="application/pdf", words=(),
            ends_with="%%EOF",
        )  # fmt: skip
        messages = []
        for _ in range(2):
            with client() as http:
                messages.append(fetch_source(profile, tmp_path, http).message)
    assert "リンク先が変わりました" in messages[1]


def test_requests_to_one_host_keep_their_distance(tmp_path: Path) -> None:
    patient = replace(LIMITS, delay=0.3)
    with serve({"/": landing('<a href="/page">一覧</a>'), "/page": answer()}) as site:
        with Client(patient, allowed_hosts=frozenset({"127.0.0.1"})) as http:
            fetch_source(make_profile(page_url=f"{site.url}/", link_text="一覧"), tmp_path, http)
        times = [at for _, _, at in site.requests]
    assert len(times) == 3  # robots.txt, landing page, page
    assert min(after - before for before, after in pairwise(times)) >= 0.15  # arrival wavers on a busy machine


def test_without_a_network_there_is_one_line_per_source(tmp_path: Path) -> None:
    profiles = [
        make_profile(source_id=name, file_url="https://nowhere.invalid/x", page_url="") for name in ("a_page", "b_page")
    ]
    outcomes = fetch_sources(profiles, tmp_path)
    assert [outcome.freshness for outcome in outcomes] == ["unreachable", "unreachable"]
    assert all("\n" not in outcome.message and "nowhere.invalid" in outcome.message for outcome in outcomes)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.1.1", "::1", "fe80::1", "0.0.0.0"]
)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(RefusedError):
        check_peer(address, "http://example.org/")


def test_loopback_needs_to_be_named(tmp_path: Path) -> None:
    with serve({"/page": answer()}) as site, Client(LIMITS) as http:
        outcome = fetch_source(make_profile(page_url="", file_url=f"{site.url}/page"), tmp_path, http)
        assert site.requests == []
    assert outcome.refused
