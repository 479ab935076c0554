"""Is this the document that was due? Bytes judged against the profile, before anything is archived."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from pipeline.fetch.errors import RefusedError
from pipeline.parse import charset
from pipeline.records import DocumentRefused
from pipeline.sources.profile import Profile

TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)  # <title>ページが見つかりません</title>
PASSWORD = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)  # <input type="password"
HTML = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)  # <!DOCTYPE html>
MODIFIED = re.compile(r"(?:article:modified_time\"\s+content=|\"dateModified\"\s*:\s*)\"(\d{4}-\d\d-\d\d)")
EDITION = re.compile(
    r"(?:(?:令和|平成|R|H)\s*(?:元|\d{1,2})|\d{4})\s*年度(?:版)?"  # 令和7年度版
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:更新|現在|改訂)"  # 2025年11月更新
)


def check_content(body: bytes, profile: Profile) -> None:
    """RefusedError where `body` is not what the profile expects, naming what it looks like instead."""
    if not body.strip():
        raise RefusedError("空の内容が返りました")
    found = sniff_type(body)
    if found != profile.media_type:
        raise RefusedError(
            f"{profile.media_type} のはずが {found or '種類のわからない内容'} が返りました{_titled(body)}"
        )
    if found == "text/html":
        if PASSWORD.search(body):
            raise RefusedError(f"ログイン画面が返りました{_titled(body)}")
        text = unicodedata.normalize("NFKC", decode(body))
        missing = [word for word in profile.words if word not in text]
        if missing:
            raise RefusedError(f"あるはずの言葉（{'、'.join(missing)}）がないページが返りました{_titled(body)}")
    if profile.ends_with and profile.ends_with.encode() not in body[-2048:]:
        raise RefusedError(f"途中で切れています（終わりに {profile.ends_with} がありません）")


def sniff_type(body: bytes) -> str | None:
    """The media type by the bytes themselves."""
    if b"%PDF-" in body[:1024]:
        return "application/pdf"
    if HTML.search(body[:4096]):
        return "text/html"
    return None


def find_edition(*texts: str) -> str | None:
    """The edition as printed, from the first text that prints one: 令和7年度版, 2025年11月更新."""
    for text in texts:
        if match := EDITION.search(unicodedata.normalize("NFKC", text)):
            return "".join(match.group().split())
    return None


def find_title(body: bytes) -> str:
    """The `<title>` of a page, "" where there is none."""
    match = TITLE.search(decode(body))
    return " ".join(match.group(1).split()) if match else ""


def find_published_date(body: bytes) -> date | None:
    """The day a page itself says it was last changed; None where it says none that is real."""
    match = MODIFIED.search(decode(body))
    try:
        return date.fromisoformat(match.group(1)) if match else None
    except ValueError:
        return None


def decode(body: bytes) -> str:
    """The page's text, whatever its encoding; RefusedError where no encoding fits."""
    try:
        return charset.decode(body, name="取得した内容")[0]
    except DocumentRefused as error:
        raise RefusedError(str(error)) from None


def _titled(body: bytes) -> str:
    title = find_title(body) if sniff_type(body) == "text/html" else ""
    return f"（題名「{title[:60]}」）" if title else ""
