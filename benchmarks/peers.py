"""The peers' own environment (benchmarks/.venv): what the benchmarks compare with is never a dependency of ours."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = HERE / ".venv" / "bin" / "python"


def ready(*names: str) -> dict[str, str]:
    """Make the environment if it is missing and install what is named; return what could not be installed, and why."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HERE / ".venv")], check=True)
    failed = {}
    for name in names:
        if _run("pip", "show", "--quiet", name).returncode == 0:
            continue
        installed = _run("pip", "install", "--quiet", "--disable-pip-version-check", name)
        if installed.returncode:
            failed[name] = (installed.stderr.strip().splitlines() or ["pip failed"])[-1]
    return failed


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(PYTHON), "-m", *arguments], capture_output=True, text=True, check=False)
