"""A whole rebuild beside plain pdfplumber on the guide, and a run with nothing new beside importing pandas (issue 2)."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = """
import pdfplumber, sys
with pdfplumber.open(sys.argv[1]) as document:
    for page in document.pages:
        page.extract_words()
        page.extract_tables()
"""
TABLES = """
import datetime, sys
from pathlib import Path
from pipeline.refresh import Settings, refresh
from pipeline.sources.profile import load_profiles
from tests.refresh_world import write_tables_only
out = Path(sys.argv[1])
run = refresh(
    Settings(tuple(load_profiles()), Path("raw"), out, datetime.date(2025, 12, 1), offline=True), writer=write_tables_only
)
assert run.outcome == "published", run.messages
"""


def seconds(*command: str, times: int = 5) -> float:
    """The median wall time of a command in a fresh interpreter."""
    taken = []
    for _ in range(times):
        start = time.monotonic()
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        taken.append(time.monotonic() - start)
    return statistics.median(taken)


def main() -> None:
    guide = str(next((ROOT / "raw" / "kanazawa_guide").glob("*.pdf")))
    with tempfile.TemporaryDirectory() as folder:
        release = ["-m", "pipeline", "refresh", "--offline", "--as-of"]
        full = Path(folder, "full")
        plain = seconds("-c", PLAIN, guide)
        tables = statistics.median(seconds("-c", TABLES, f"{folder}/{number}", times=1) for number in range(5))
        first = seconds(*release, "2025-12-01", "--out", str(full), times=1)
        again = statistics.median(
            seconds(*release, f"2025-12-{day:02}", "--out", str(full), times=1) for day in range(2, 7)
        )
        nothing = seconds(*release, "2025-12-06", "--out", str(full))
        pandas = seconds("-c", "import pandas")
    print(f"processors {os.cpu_count()}; medians of five fresh interpreters, in seconds")
    print(f"plain pdfplumber, words and tables of the guide   {plain:6.2f}")
    print(f"rebuild of both documents, tables                 {tables:6.2f}   {tables / plain:4.2f} x (target 2)")
    print(f"  with report, workbook, calendar, history        {again:6.2f}   {again / plain:4.2f} x")
    print(f"  the first time, every page drawn                {first:6.2f}")
    print(f"nothing new                                       {nothing:6.2f}")
    print(f"importing pandas                                  {pandas:6.2f}   {nothing - pandas:+5.2f} s (target +1.5)")


if __name__ == "__main__":
    main()
