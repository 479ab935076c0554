"""A source's document fetched: from its address or through its landing page, kept only where it changed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.fetch import archive
from pipeline.fetch.archive import Snapshot
from pipeline.fetch.client import Client, Response
from pipeline.fetch.content import check_content, decode, find_edition, find_published_date, find_title
from pipeline.fetch.errors import RefusedError, UnreachableError
from pipeline.folding import name_key
from pipeline.normalize.fiscal_year import printed_fiscal_year
from pipeline.records import JAPAN
from pipeline.sources.profile import Profile

SECONDS = 300.0
"""What one source may take in all, whatever its server does."""

KEPT_HEADERS = ("etag", "last-modified", "content-type", "date")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a source's fetch ended, in one line; `refused` where something came that was not the document."""

    source_id: str
    freshness: str
    message: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a landing page."""

    url: str
    text: str


def fetch_sources(
    profiles: Sequence[Profile], raw: Path, make_client: Callable[[], Client] = Client, seconds: float = SECONDS
) -> list[Outcome]:
    """Fetch every source at once, each in a thread of its own; a source that takes too long is given up."""
    outcomes: dict[str, Outcome | Exception] = {}

    def work(profile: Profile) -> None:
        try:
            with make_client() as client:
                outcomes[profile.source_id] = fetch_source(profile, raw, client)
        except Exception as error:  # a full disk, a fault of ours: raised below, where somebody listens
            outcomes[profile.source_id] = error

    threads = [threading.Thread(target=work, args=(profile,), daemon=True) for profile in profiles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    slow = UnreachableError(f"{seconds:g} 秒たっても終わりません")
    done = []
    for profile in profiles:
        outcome = outcomes.get(profile.source_id) or _keep(profile, raw, slow)
        if isinstance(outcome, Exception):
            raise outcome
        done.append(outcome)
    return done


def fetch_source(profile: Profile, raw: Path, client: Client) -> Outcome:
    """Fetch one source and archive its document if it is new; any trouble keeps the snapshot there is, and says so."""
    try:
        return _fetch(profile, raw, client)
    except (UnreachableError, RefusedError) as error:
        return _keep(profile, raw, error)


def find_link(page: Response, link_text: str) -> Link:
    """The one link on a page whose words contain `link_text`; among several editions the newest.

    UnreachableError where it is gone or where two links cannot be told apart.
    """
    from lxml import etree, html

    try:
        tree: Any = html.document_fromstring(decode(page.body).encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError as error:
        raise RefusedError(f"掲載ページが読めません（{error}）: {page.url}") from None
    tree.make_links_absolute(page.url, resolve_base_href=True, handle_failures="ignore")
    wanted = name_key(link_text)
    links = {
        anchor.get("href").partition("#")[0]: Link(anchor.get("href").partition("#")[0], anchor.text_content())
        for anchor in tree.iter("a")
        if anchor.get("href") and wanted in name_key(anchor.text_content())
    }
    years = {link.url: printed_fiscal_year(name_key(link.text)) or 0 for link in links.values()}
    found = [link for link in links.values() if years[link.url] == max(years.values())]
    if not found:
        raise UnreachableError(f"掲載ページに「{link_text}」のリンクがありません: {page.url}")
    if len(found) > 1:
        addresses = "、".join(link.url for link in found)
        raise UnreachableError(f"掲載ページに「{link_text}」のリンクが {len(found)} つあり、決まりません: {addresses}")
    return found[0]


def _fetch(profile: Profile, raw: Path, client: Client) -> Outcome:
    last = _last_whole(raw, profile.source_id)
    link = Link(profile.file_url or "", "")
    if profile.link_text:
        link = find_link(client.get(profile.page_url), profile.link_text)
    known = last.headers if last and last.origin == "live" and last.url == link.url else {}
    response = client.get(link.url, etag=known.get("etag"), last_modified=known.get("last-modified"))
    moved = _moved(last, link, response)
    if response.status == 304 and last:
        return Outcome(profile.source_id, "unchanged", f"{profile.source_id}: 変わりなし（{last.day} 取得）{moved}")
    check_content(response.body, profile)
    sha256 = hashlib.sha256(response.body).hexdigest()
    if last and last.sha256 == sha256:
        return Outcome(profile.source_id, "unchanged", f"{profile.source_id}: 変わりなし（{last.day} 取得）{moved}")
    stored = archive.store_snapshot(raw, _describe(profile, link, response, sha256), response.body)
    return Outcome(profile.source_id, "updated", f"{profile.source_id}: 新しい版を取得（{stored.path.name}）{moved}")


def _describe(profile: Profile, link: Link, response: Response, sha256: str) -> Snapshot:
    is_page = profile.media_type == "text/html"
    published = find_published_date(response.body) if is_page else None
    return Snapshot(
        source_id=profile.source_id,
        page_url=profile.page_url,
        url=link.url,
        retrieved_at=datetime.now(JAPAN).isoformat(timespec="milliseconds"),
        sha256=sha256,
        bytes=len(response.body),
        media_type=profile.media_type,
        edition=find_edition(link.text, find_title(response.body) if is_page else "") or profile.edition,
        published_date=published.isoformat() if published else None,
        origin="live",
        licence=profile.licence,
        attribution=profile.attribution,
        rights=profile.rights,
        headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
        redirects=[*response.redirects, response.url] if response.redirects else [],
    )


def _keep(profile: Profile, raw: Path, error: UnreachableError | RefusedError) -> Outcome:
    last = archive.latest_snapshot(raw, profile.source_id)
    kept = f"{last.day} のスナップショットのまま続けます" if last else "スナップショットもありません"
    message = f"{profile.source_id}: 取得できません（{error}）。{kept}"
    return Outcome(profile.source_id, "unreachable", message, isinstance(error, RefusedError))


def _last_whole(raw: Path, source_id: str) -> Snapshot | None:
    """The newest snapshot, if its bytes are whole: a damaged one must be fetched again, not asked about."""
    last = archive.latest_snapshot(raw, source_id)
    try:
        if last:
            archive.read_snapshot(last)
    except archive.ArchiveDamagedError:
        return None
    return last


def _moved(last: Snapshot | None, link: Link, response: Response) -> str:
    notes = []
    if last and last.origin == "live" and last.url != link.url:
        notes.append(f"リンク先が変わりました: {link.url}")
    if response.redirects:
        notes.append(f"転送されました: {response.url}")
    return "。" + "。".join(notes) if notes else ""
