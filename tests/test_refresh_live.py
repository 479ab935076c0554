"""The whole flow against a real server: a page that changes, breaks and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.fetch.client import Client, Limits
from pipeline.fetch.source import fetch_sources
from pipeline.publish.run import Run, read_run
from pipeline.refresh import Settings
from tests.fetch.server import Script, Site, serve
from tests.refresh_world import make_profile, make_world, run_refresh

LIMITS = Limits(connect=1, read=0.5, total=1.0, attempts=1, delay=0.0)


def page(*names: str) -> bytes:
    """A page that passes for HTML and reads as lines: each a programme and its cap."""
    return "\n".join(["<html> 1", *(f"{name} 500000" for name in names), "</html> 1"]).encode()


@dataclass
class Live:
    site: Site
    settings: Settings

    def refresh(self, script: Script) -> Run:
        self.site.scripts["/page"] = script
        return run_refresh(self.settings, lambda profiles, raw: fetch_sources(profiles, raw, make_client))


def make_client() -> Client:
    return Client(LIMITS, allowed_hosts=frozenset({"127.0.0.1"}))


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serve({}) as site:
        profile = replace(
            make_profile("live_page"), media_type="text/html", ends_with="</html>", words=("補助",),
            page_url=f"{site.url}/page", file_url=f"{site.url}/page",
        )  # fmt: skip
        yield Live(site, make_world(tmp_path, profiles=(profile,), offline=False))


def test_a_page_lives(live: Live) -> None:
    names = ["設備の補助", "展示会の補助", "研修の補助"]
    first = live.refresh(lambda exchange: exchange.reply(page(*names), ETag='"1"'))
    assert (first.outcome, first.exit_code, first.inputs[0]["freshness"]) == ("published", 0, "updated")

    same = live.refresh(lambda exchange: exchange.reply(b"", "304 Not Modified"))
    assert (same.outcome, same.exit_code) == ("nothing-new", 0)

    grown = live.refresh(lambda exchange: exchange.reply(page(*names, "創業の補助")))
    assert (grown.outcome, grown.counts["programs"]["published"]) == ("published", 6)

    error = "<!doctype html><html><title>工事中</title></html>".encode()
    wrong = live.refresh(lambda exchange: exchange.reply(error))
    assert wrong.exit_code == 1
    assert "工事中" in wrong.messages[0]
    assert wrong.counts.get("programs", grown.counts["programs"]) == grown.counts["programs"]

    shrunk = live.refresh(lambda exchange: exchange.reply(page("別の補助")))
    assert (shrunk.outcome, shrunk.exit_code) == ("kept", 1)
    assert "--accept" in shrunk.messages[-1]
    assert read_run(live.settings.out)["counts"]["programs"]["published"] == 6

    back = live.refresh(lambda exchange: exchange.reply(page(*names, "創業の補助", "省エネの補助")))
    assert (back.outcome, back.exit_code) == ("published", 0)


def test_the_first_fetch_may_fail(live: Live) -> None:
    run = live.refresh(lambda exchange: exchange.reply(b"", "503 Busy"))
    assert (run.outcome, run.exit_code) == ("kept", 1)
    assert "スナップショットもありません" in run.messages[0]
    assert not live.settings.out.exists()
