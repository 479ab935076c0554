"""Pages per CPU second and peak memory of the PDF reader and its peers, over the same documents in one run.

`python benchmarks/pdf.py [FILE…]`: without files, the shared samples where they are, otherwise the test documents.
Each reader works through all documents in a process of its own, on one core.
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
files = [Path(name) for name in sys.argv[1:]]
before = time.process_time()
totals = [read(path) for path in files]
spent = time.process_time() - before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([*map(sum, zip(*totals)), spent, peak]))
"""
READERS = {
    "ours (pdfium)": ("ENGINE = 'pdfium'\n" + OURS, sys.executable),
    "ours (engine=pdfplumber)": ("ENGINE = 'pdfplumber'\n" + OURS, sys.executable),
    "pdfplumber, words + tables": (PLAIN, sys.executable),
    "tablers": (TABLERS, str(peers.PYTHON)),
}


def measure(reader: str, python: str, files: list[str]) -> list[float]:
    """Totals of one reader: pages, tables, cells, CPU seconds, peak megabytes; RuntimeError with its last words."""
    script = f"ROOT = {str(ROOT)!r}\n" + RUN.replace("{reader}", reader)
    done = subprocess.run([python, "-c", script, *files], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no answer"])[-1])
    return json.loads(done.stdout.splitlines()[-1])


def main(arguments: list[str]) -> int:
    samples = sorted((ROOT / ".." / "shared" / "samples" / "pdfs").glob("*.pdf"))
    files = arguments or [str(path) for path in samples or sorted((ROOT / "tests" / "documents").rglob("*.pdf"))]
    missing = peers.ready("tablers")
    print(f"{len(files)} documents")
    print(f"{'reader':<28}{'pages':>7}{'tables':>8}{'cells':>9}{'CPU s':>8}{'pages/s':>9}{'peak MB':>9}{'× plain':>9}")
    results: dict[str, list[float]] = {}
    for name, (reader, python) in READERS.items():
        try:
            results[name] = measure(reader, python, files)
        except RuntimeError as error:
            print(f"{name:<28} not measured: {missing.get(name, error)}")
    plain = results.get("pdfplumber, words + tables")
    for name, (pages, tables, cells, spent, peak) in results.items():
        times = f"{plain[3] / spent:9.1f}" if plain else ""  # the same documents, whatever pages each counts in them
        print(f"{name:<28}{pages:>7}{tables:>8}{cells:>9}{spent:>8.1f}{pages / spent:>9.1f}{peak:>9}{times}")
    return 0 if "ours (pdfium)" in results else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
