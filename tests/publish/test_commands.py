"""The commands that read a release: diff, history, calc, export, serve; bad input is one line and exit code 1."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from pipeline.__main__ import main
from pipeline.publish.extras import write_extras
from tests.publish.builder import city, edited, release


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    old = release(folder / "old", city())
    write_extras(old.folder, None, old.as_of, {})
    rows = edited(city(), "amt_robot_cap", yen=1_000_000, amount_text="100万円")
    new = release(folder / "new", rows, as_of=date(2025, 12, 1), version="1.1.0")
    write_extras(new.folder, old.folder, date(2025, 12, 1), {})
    return old.folder, new.folder


def run(capsys, monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["hojokin", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_diff_of_two_folders(folders, capsys, monkeypatch):
    code, said, _ = run(capsys, monkeypatch, "diff", *folders)
    assert code == 0
    assert "# データ 1.0.0 → 1.1.0" in said
    assert "- ロボット導入支援補助金: 上限額 50万円→100万円" in said


def test_history_and_what_was_known_on_a_day(folders, capsys, monkeypatch):
    out = ("--out", folders[1])
    code, said, _ = run(capsys, monkeypatch, "history", "prg_robot", *out)
    assert (code, said.splitlines()) == (
        0,
        ["2025-11-22 1.0.0 記録のはじめ", "2025-12-01 1.1.0 上限額 50万円→100万円"],
    )
    _, said, _ = run(capsys, monkeypatch, "history", "ロボット", "--as-of", "2025-11-30", *out)
    assert "- 上限額 50万円" in said
    code, said, error = run(capsys, monkeypatch, "history", "prg_robot", "--as-of", "2025-01-01", *out)
    assert (code, said, error.count("\n")) == (1, "", 1)


def test_calc_says_the_steps_or_why_not(folders, capsys, monkeypatch):
    words = ("calc", "prg_robot", "--cost", "3000000", "--out", folders[1])
    code, said, _ = run(capsys, monkeypatch, *words, "--applicant", "small")
    assert code == 0
    assert "対象経費 3,000,000円 → 1,000,000円" in said
    code, said, _ = run(capsys, monkeypatch, *words)
    assert code == 0
    assert "計算できません" in said
    assert "--applicant に small、sme のどれか" in said
    code, _, error = run(capsys, monkeypatch, "calc", "ない制度", "--cost", "1", "--out", folders[1])
    assert (code, error) == (1, "制度が見つかりません: ない制度\n")


def test_export_writes_and_reports_its_losses(folders, capsys, monkeypatch, tmp_path):
    code, said, _ = run(capsys, monkeypatch, "export", "--format", "gif", "--to", tmp_path, "--out", folders[1])
    assert code == 0
    assert "補助率の内訳" in said
    assert (tmp_path / "gif.csv").exists()


def test_serve_opens_the_page(folders, capsys, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr("typer.launch", opened.append)
    code, _, _ = run(capsys, monkeypatch, "serve", "--out", folders[1])
    assert code == 0
    assert opened == [(folders[1] / "report" / "index.html").as_uri()]
    code, _, error = run(capsys, monkeypatch, "serve", "--out", tmp_path)
    assert (code, "先に make refresh" in error) == (1, True)


def test_a_folder_that_is_no_release_is_one_clear_line(capsys, monkeypatch, tmp_path):
    code, _, error = run(capsys, monkeypatch, "calc", "x", "--cost", "1", "--out", tmp_path)
    assert code == 1
    assert "公開データではありません" in error
    assert error.count("\n") == 1
