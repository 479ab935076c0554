"""Run every benchmark of this folder, each in a process of its own, and print its table."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_A_BENCHMARK = {"run.py", "peers.py"}


def main() -> int:
    wanted = set(sys.argv[1:])
    status = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name in NOT_A_BENCHMARK or script.stem.endswith("_peers") or (wanted and script.stem not in wanted):
            continue
        print(f"== {script.stem}", flush=True)
        status |= subprocess.run([sys.executable, str(script)], check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
