"""The command line: what each command is called and takes; the work is done elsewhere."""

from __future__ import annotations

import sys
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.records import JAPAN, PipelineError

if TYPE_CHECKING:
    from pipeline.sources.profile import Profile

app = typer.Typer(
    help="補助金の案内とまとめページから、信頼できるデータを作ります。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
archive_app = typer.Typer(help="raw/ の一覧・検査・間引き。", no_args_is_help=True)
app.add_typer(archive_app, name="archive")
profile_app = typer.Typer(help="新しい出典のプロファイル。", no_args_is_help=True)
app.add_typer(profile_app, name="profile")

UsageError: type[Exception] = typer.BadParameter.__bases__[0]  # typer does not export the base of its usage errors
RAW, OUT = Path("raw"), Path("normalized")


def read_day(text: str) -> date:
    """An ISO day given on the command line; a usage error for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日付は 2025-12-01 の形で書いてください: {text}") from None


def read_profile(source_id: str) -> Profile:
    """The profile named on the command line; a usage error where there is none."""
    from pipeline.sources.profile import BadProfileError, load_profile

    try:
        return load_profile(source_id)
    except BadProfileError as error:
        raise typer.BadParameter(str(error)) from None


AsOf = Annotated[
    Any, typer.Option("--as-of", parser=read_day, metavar="DATE", help="この日の時点として判定する（既定は今日）")
]
Raw = Annotated[Path, typer.Option("--raw", help="スナップショットの保管庫")]
Out = Annotated[Path, typer.Option("--out", help="公開先のフォルダ")]
Accept = Annotated[
    list[str] | None, typer.Option("--accept", help="この名前の確認を今回だけ認める（row-count:ishikawa_subsidy）")
]

Password = Annotated[str | None, typer.Option("--password", help="保護された PDF を開くパスワード")]


def today() -> date:
    """Today in Japan, where the deadlines are."""
    return datetime.now(JAPAN).date()


@app.command()
def refresh(
    offline: Annotated[bool, typer.Option("--offline", help="取得せず raw/ だけから作る")] = False,
    as_of: AsOf = None,
    raw: Raw = RAW,
    out: Out = OUT,
    accept: Accept = None,
    strict: Annotated[bool, typer.Option("--strict", help="届かない出典があれば終了コード 3")] = False,
) -> None:
    """取得・読み取り・検査・公開を通して行う。"""
    from pipeline import refresh as flow
    from pipeline.publish.run import read_run
    from pipeline.sources.profile import load_profiles
    from pipeline.terminal import make_console, show_report

    console = make_console()
    settings = flow.Settings(
        tuple(load_profiles()),
        raw,
        out,
        as_of or today(),
        offline=offline,
        strict=strict,
        accept=frozenset(accept or ()),
    )
    last = read_run(out)
    with console.status("始めています") as status:
        run = flow.refresh(settings, status.update)
    show_report(console, run, last, out)
    raise typer.Exit(run.exit_code or 0)


@app.command()
def build(as_of: AsOf = None, raw: Raw = RAW, out: Out = OUT, accept: Accept = None) -> None:
    """ネットワークを使わず raw/ だけから作る（refresh --offline）。"""
    refresh(offline=True, as_of=as_of, raw=raw, out=out, accept=accept)


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDF・HTML・テキスト")],
    profile: Annotated[str, typer.Option("--profile", help="出典ID、または generic")] = "generic",
    out: Annotated[Path, typer.Option("--out", help="書き出すフォルダ")] = Path("extracted"),
    as_of: AsOf = None,
    password: Password = None,
) -> None:
    """手元のファイルから同じ表を作る。"""
    from pipeline.local import extract_files
    from pipeline.terminal import make_console, show_report

    chosen = None if profile == "generic" else read_profile(profile)
    run = extract_files(files, chosen, out, as_of or today(), password)
    show_report(make_console(), run, {}, out)
    raise typer.Exit(run.exit_code or 0)


@app.command()
def fetch(raw: Raw = RAW) -> None:
    """取得だけを行い、変わった文書を raw/ に加える。"""
    from pipeline.fetch.source import fetch_sources
    from pipeline.lock import hold_locks
    from pipeline.sources.profile import load_profiles

    with hold_locks(raw):
        outcomes = fetch_sources(load_profiles(), raw)
    for outcome in outcomes:
        typer.echo(outcome.message)
    raise typer.Exit(1 if any(outcome.refused for outcome in outcomes) else 0)


@app.command()
def blocks(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF・HTML・テキスト")],
    form: Annotated[Literal["md", "jsonl"], typer.Option("--format", help="書式")] = "md",
    draw: Annotated[Path | None, typer.Option("--draw", help="枠を描いたページ画像を置くフォルダ")] = None,
    password: Password = None,
) -> None:
    """読み取り器が見たものを、読む順に書き出す。"""
    from pipeline.look import show_blocks

    shown, remarks = show_blocks(file, form, draw, password)
    typer.echo(shown, nl=False)
    for remark in remarks:
        typer.echo(remark, err=True)


@app.command()
def drift(source_id: Annotated[str, typer.Argument(help="出典ID")], raw: Raw = RAW) -> None:
    """最新の二つの版の文章の違い。"""
    from pipeline.look import compare_editions

    for line in compare_editions(read_profile(source_id), raw):
        typer.echo(line)


@profile_app.command("new")
def profile_new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="新しい出典の文書")],
    source_id: Annotated[str, typer.Option("--id", help="新しい出典ID")],
) -> None:
    """プロファイルの案と、確かめるまで失敗するテストを書く。"""
    from pipeline.scaffold import new_profile

    for path in new_profile(file, source_id, Path.cwd()):
        typer.echo(f"書きました: {path}")


@archive_app.command("list")
def archive_list(raw: Raw = RAW) -> None:
    """スナップショットの一覧。"""
    from pipeline.fetch.archive import list_snapshots
    from pipeline.sources.profile import list_source_ids

    for source_id in list_source_ids():
        for each in list_snapshots(raw, source_id):
            typer.echo(
                f"{source_id}/{each.path.name}\t{each.retrieved_at}\t{each.bytes}\t{each.origin}\t{each.edition or ''}"
            )


@archive_app.command("verify")
def archive_verify(raw: Raw = RAW) -> None:
    """すべてのスナップショットを検査する。"""
    from pipeline.fetch.archive import check_archive

    problems = list(check_archive(raw))
    for problem in problems:
        typer.echo(problem)
    typer.echo("異常はありません" if not problems else f"{len(problems)} 件の異常があります")
    raise typer.Exit(1 if problems else 0)


@archive_app.command("prune")
def archive_prune(
    keep: Annotated[int, typer.Option("--keep", min=1, help="出典ごとに残す数")] = 24, raw: Raw = RAW
) -> None:
    """古いスナップショットを間引く。"""
    from pipeline.fetch.archive import prune_archive
    from pipeline.lock import hold_locks
    from pipeline.sources.profile import list_source_ids

    with hold_locks(raw):
        for source_id in list_source_ids():
            for name in prune_archive(raw, source_id, keep):
                typer.echo(f"削除: {name}")


@app.command()
def rollback(
    to: Annotated[str | None, typer.Option("--to", help="戻す版の run_id（既定は一つ前）")] = None, out: Out = OUT
) -> None:
    """公開データを前の版に戻す。"""
    from pipeline.lock import hold_locks
    from pipeline.publish.release import recover, roll_back, store_of

    with hold_locks(store_of(out)):
        recover(out)
        typer.echo(f"戻しました: {roll_back(out, to)}")


@app.command()
def runs(count: Annotated[int, typer.Option("--count", min=1, help="件数")] = 10, out: Out = OUT) -> None:
    """最近の実行の一覧。"""
    from pipeline.publish.release import store_of
    from pipeline.publish.run import list_runs

    for run in list_runs(store_of(out) / "runs.jsonl", count):
        said = " / ".join(run["messages"]).splitlines()
        typer.echo(f"{run['run_id']}\t{run['as_of']}\t{run['outcome']}\t{run['exit_code']}\t{said[0] if said else ''}")


@app.command()
def diff(
    before: Annotated[Path | None, typer.Argument(metavar="A", help="前の公開フォルダ（既定は一つ前の公開）")] = None,
    after: Annotated[Path, typer.Argument(metavar="B", help="後の公開フォルダ")] = OUT,
) -> None:
    """二つの公開の違いを言葉で示す（Markdown）。"""
    from pipeline.publish.changes import compare
    from pipeline.publish.release import list_releases

    kept = list_releases(after)
    if before is None and not kept:
        raise PipelineError(f"{after} より前の公開がありません")
    typer.echo(compare(before or kept[-1], after))


@app.command()
def history(
    program: Annotated[str, typer.Argument(metavar="PROGRAM", help="制度 ID または名前")],
    as_of: AsOf = None,
    out: Out = OUT,
) -> None:
    """制度の変更の履歴、または --as-of の日に知られていたこと。"""
    from pipeline.publish.dataset import load
    from pipeline.publish.history import describe_history

    typer.echo("\n".join(describe_history(load(out), program, as_of)))


@app.command()
def calc(
    program: Annotated[str, typer.Argument(metavar="PROGRAM", help="制度 ID または名前（一部でも）")],
    cost: Annotated[int, typer.Option("--cost", min=0, help="対象経費（円）")],
    applicant: Annotated[
        Literal["any", "small", "sme", "mid", "large", "individual", "group"] | None,
        typer.Option("--applicant", help="対象者の区分"),
    ] = None,
    course: Annotated[str | None, typer.Option("--course", help="コース・条件・費目の名前（一部でも）")] = None,
    out: Out = OUT,
) -> None:
    """対象経費から見込みの補助額を、根拠つきで計算する。"""
    from pipeline.publish.calc import calc as calculate
    from pipeline.publish.calc import in_words
    from pipeline.publish.dataset import load

    typer.echo(in_words(calculate(load(out), program, cost, applicant, course)))


@app.command()
def export(
    form: Annotated[
        Literal["gif", "jgrants", "schemaorg", "croissant", "csvw", "sqlite", "duckdb"],
        typer.Option("--format", help="書式"),
    ],
    to: Annotated[Path, typer.Option("--to", help="書き出すフォルダ")] = Path("exports"),
    out: Out = OUT,
) -> None:
    """ほかの形式で書き出し、失われたものを示す。"""
    from pipeline.publish.dataset import load
    from pipeline.publish.export import export as write
    from pipeline.publish.loss import loss_report

    typer.echo(loss_report(form, write(load(out), form, to)))
    typer.echo(f"書き出しました: {to}")


@app.command()
def serve(out: Out = OUT) -> None:
    """確認画面をブラウザーで開く。"""
    page = (out / "report" / "index.html").resolve()
    if not page.is_file():
        raise PipelineError(f"{page} がありません（先に make refresh）")
    typer.echo(f"確認画面: {page.as_uri()}")
    typer.launch(page.as_uri())


def main() -> None:
    """Run the command line; bad input ends in one line and exit code 1, wrong use in one line and 2, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal whose encoding has no 公 is told \\u516c
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except UsageError as error:
        said = getattr(error, "format_message", error.__str__)()
        if said:  # without any argument the help was shown instead
            typer.echo(f"使い方の誤りです: {' '.join(said.split())}（-h で使い方）", err=True)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except PipelineError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"ファイルを読み書きできません（{error.strerror or error}: {error.filename}）", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
