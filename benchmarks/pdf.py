"""Pages per CPU second and peak memory of the PDF reader and its peers, over the same documents in one run.

`python benchmarks/pdf.py [FILE…]`: without files, the shared samples where they are, otherwise the test documents.
Each reader is a process of its own on one core; they take turns, document by document, because a machine's pace drifts
by a third within minutes and would be counted as somebody's speed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

import peers  # noqa: E402

OURS = """
from pipeline.parse.pdf import parse_pdf
from pipeline.records import DocumentRefused
def read(path):
    try:
        document = parse_pdf(path.read_bytes(), name=path.name, engine=ENGINE)
    except DocumentRefused:
        return 0, 0, 0
    tables = [block for block in document.blocks if block.kind == "table"]
    return document.page_count, len(tables), sum(len(table.cells) for table in tables)
"""
PLAIN = """
import logging, pdfplumber
logging.disable(logging.ERROR)
def read(path):
    pages = tables = cells = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
            found = page.extract_tables()
            pages += 1
            tables += len(found)
            cells += sum(len(row) for table in found for row in table)
            page.close()
    return pages, tables, cells
"""
TABLERS = """
from tablers import Document, find_tables
def read(path):
    pages = tables = cells = 0
    for page in Document(str(path)).pages():
        found = find_tables(page, extract_text=True)
        pages += 1
        tables += len(found)
        cells += sum(len(table.cells) for table in found)
    return pages, tables, cells
"""
RUN = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, ROOT)
{reader}
for line in sys.stdin:
    before = time.process_time()
    counted = read(Path(line.rstrip("\\n")))
    spent = time.process_time() - before
    print(json.dumps([*counted, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]), flush=True)
"""
BASE = "pdfplumber, words + tables"
READERS = {
    "ours (pdfium)": ("ENGINE = 'pdfium'\n" + OURS, sys.executable),
    "ours (engine=pdfplumber)": ("ENGINE = 'pdfplumber'\n" + OURS, sys.executable),
    BASE: (PLAIN, sys.executable),
    "tablers": (TABLERS, str(peers.PYTHON)),
}


def start(reader: str, python: str) -> subprocess.Popen[str]:
    """A process that answers every path it is given by a line: pages, tables, cells, CPU seconds, peak megabytes."""
    script = f"ROOT = {str(ROOT)!r}\n" + RUN.replace("{reader}", reader)
    pipe = subprocess.PIPE
    return subprocess.Popen([python, "-c", script], stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def ask(process: subprocess.Popen[str], path: str) -> list[float] | None:
    """The answer of one reader about one document; None where the reader has died."""
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(path + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())
    except (OSError, ValueError):
        return None


def measure(files: list[str]) -> dict[str, list[float] | str]:
    """By reader: totals of pages, tables, cells and CPU seconds and the peak of memory, or its last words."""
    results: dict[str, list[float] | str] = {}
    processes = {name: start(reader, python) for name, (reader, python) in READERS.items()}
    for path in files:
        for name, process in processes.items():
            before = results.get(name, [0.0] * 5)
            if isinstance(before, str):
                continue
            answer = ask(process, path)
            if answer is None:
                results[name] = (process.communicate()[1].strip().splitlines() or ["no answer"])[-1]
            else:
                results[name] = [*map(sum, zip(before[:4], answer, strict=False)), max(before[4], answer[4])]
    for process in processes.values():
        process.communicate()
    return results


def main(arguments: list[str]) -> int:
    samples = sorted((ROOT / ".." / "shared" / "samples" / "pdfs").glob("*.pdf"))
    files = arguments or [str(path) for path in samples or sorted((ROOT / "tests" / "documents").rglob("*.pdf"))]
    missing = peers.ready("tablers")
    print(f"{len(files)} documents")
    print(f"{'reader':<28}{'pages':>7}{'tables':>8}{'cells':>9}{'CPU s':>8}{'pages/s':>9}{'peak MB':>9}{'× plain':>9}")
    results = measure(files)
    plain = results.get(BASE)
    for name, found in results.items():
        if isinstance(found, str):
            print(f"{name:<28} not measured: {missing.get(name, found)}")
            continue
        pages, tables, cells, spent, peak = found
        # the same documents, whatever pages each counts in them
        times = "" if plain is None or isinstance(plain, str) else f"{plain[3] / spent:9.1f}"
        counts = f"{pages:>7.0f}{tables:>8.0f}{cells:>9.0f}"
        print(f"{name:<28}{counts}{spent:>8.1f}{pages / spent:>9.1f}{peak:>9.0f}{times}")
    return 1 if isinstance(results.get("ours (pdfium)", ""), str) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
