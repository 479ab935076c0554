"""What the documents claim: links lead somewhere, commands and targets exist, code blocks of the README run, files stay short."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "raw" / "README.md"])
MODULES = sorted(
    [*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "schemas").glob("*.py"), *(ROOT / "benchmarks").glob("*.py")]
)
LONGEST_FILE = 350
RELEASE = ROOT / "normalized"


def commands() -> set[str]:
    from typer.main import get_command

    from pipeline.__main__ import app

    return set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_targets_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    known = commands()
    for name in re.findall(r"python -m pipeline ([a-z]+)", text):
        assert name in known, name
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in re.findall(r"`make ([a-z]+)", text):
        assert name in targets, name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_what_it_is_for_and_stays_readable(path: Path) -> None:
    source = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(source)), "no docstring"
    assert len(source.splitlines()) <= LONGEST_FILE


def test_no_path_of_one_machine_is_written_down() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not listed:
        pytest.skip("no git checkout")
    texts = [
        name for name in listed if name.endswith((".py", ".md", ".toml", ".yml", "Makefile", "run", ".json", ".cfg"))
    ]
    for name in texts:
        content = (ROOT / name).read_text("utf-8", errors="replace")
        assert not re.search(r"(?<![\w.])/(?:work|home|root|Users)/\w", content), name


def test_every_module_the_pages_name_is_there() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"), ROOT / "raw/README.md"]
    named = {path for page in pages for path in re.findall(r"`([\w/]+/[\w/]*(?:\.py|/))`", page.read_text("utf-8"))}
    here = (ROOT, ROOT / "pipeline")
    named -= {"tests/test_source_my_source.py"}  # what `profile new` writes
    assert [path for path in sorted(named) if not any((folder / path).exists() for folder in here)] == []


@pytest.mark.skipif(not (RELEASE / "rates.parquet").exists(), reason="normalized/ holds no release yet: make refresh")
def test_the_readmes_code_runs_on_the_release() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (python,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    subprocess.run([sys.executable, "-c", python], cwd=ROOT, check=True, capture_output=True)
    duckdb = pytest.importorskip("duckdb")
    (sql,) = re.findall(r"```sql\n(.*?)```", readme, re.DOTALL)
    query = sql.replace("'normalized/", f"'{RELEASE}/")
    assert duckdb.sql(query).columns == ["name", "rate", "rate_text", "locator"]


def test_an_installation_holds_every_file() -> None:
    import fnmatch
    import tomllib

    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    for folder in ("pipeline", "schemas"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_dir() or "__pycache__" in path.parts:
                continue
            package = next(parent for parent in path.parents if (parent / "__init__.py").exists())
            name = ".".join(package.relative_to(ROOT).parts)
            assert any(fnmatch.fnmatch(name, glob) for glob in said["packages"]["find"]["include"]), path
            assert path.suffix != ".py" or path.parent == package, f"{path}: no __init__.py beside it"
            data = said["package-data"].get(name, [])
            inside = path.relative_to(package).as_posix()
            assert path.suffix == ".py" or any(fnmatch.fnmatch(inside, glob) for glob in data), path
