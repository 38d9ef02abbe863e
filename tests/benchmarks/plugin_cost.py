"""What the pytest plugin costs a run that has no use for it: 5 ms at most, on a quiet machine.

    python tests/benchmarks/plugin_cost.py

Loading it is timed in fresh processes that have loaded pytest, and its hooks in runs of a hundred
empty tests with and without it, in turns. It is the time of the processor, in the cheapest try: all
else only adds. Beside it stands what loading pytest itself takes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest

ROUNDS = 15
MOST_MS = 5.0
SUITE = "import pytest\n\n@pytest.mark.parametrize('n', range(100))\ndef test_it(n): pass\n"
QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:hypothesispytest")
LOADING = """
from time import process_time
before = process_time()
import pytest
between = process_time()
import memories_fake.pytest_plugin
print((between - before) * 1000, (process_time() - between) * 1000)
"""


def loading_ms() -> tuple[float, float]:
    """What loading pytest takes, and what the plugin takes after it."""
    run = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=True
    )
    pytest_ms, plugin_ms = map(float, run.stdout.split())
    return pytest_ms, plugin_ms


def run_ms(file: Path, *options: str) -> float:
    before = process_time()
    with redirect_stdout(StringIO()):
        assert pytest.main([*QUIET, *options, str(file)]) == 0
    return (process_time() - before) * 1000


def least(measure: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    tries = [measure() for _ in range(ROUNDS)]
    return min(one for one, _ in tries), min(other for _, other in tries)


def main() -> int:
    pytest_ms, plugin_ms = least(loading_ms)
    with TemporaryDirectory() as folder:
        file = Path(folder, "test_it.py")
        file.write_text(SUITE)
        run_ms(file)
        without_ms, with_ms = least(lambda: (run_ms(file, "-p", "no:memories_fake"), run_ms(file)))
    cost_ms = plugin_ms + with_ms - without_ms
    print(f"loading: {plugin_ms:.2f} ms, after {pytest_ms:.0f} ms for pytest itself")
    print(f"a hundred tests: {with_ms:.2f} ms with its hooks, {without_ms:.2f} ms without")
    print(f"together {cost_ms:.2f} ms")
    return int(cost_ms > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
