"""What is built holds all that it needs and nothing else, and works where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "memories_fake": ROOT / "memories_fake",
    "memories_contracts": ROOT / "contracts" / "memories_contracts",
    "memories_client": ROOT / "client" / "memories_client",
}


def pip(*arguments: str | Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
        check=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three packages as they are installed, and their commands."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--target", folder, wheel)
    return folder


def run(installed: Path, *command: str | Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_it_holds_every_file_of_the_three_packages_and_no_other(wheel: Path) -> None:
    there = {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in PACKAGES.items()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in held if ".dist-info/" not in name} == there
    assert {"LICENSE", "METADATA", "entry_points.txt"} <= {Path(name).name for name in held}
    assert all(f"{name}/py.typed" in held for name in PACKAGES)


def test_it_works_where_it_is_installed(installed: Path) -> None:
    where = "import memories_fake, memories_client, memories_contracts as c; print(c.__file__)"
    assert run(installed, sys.executable, "-c", where).startswith(str(installed))
    told = run(installed, installed / "bin" / "memories-fake", "routes")
    assert "list_videos" in told


def test_its_fixtures_are_found_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    suite = tmp_path / "test_it.py"
    suite.write_text(
        "def test_it(memories_client):\n"
        "    import memories_fake\n"
        f"    assert memories_fake.__file__.startswith({str(installed)!r})\n"
        "    assert memories_client.list_videos().total == 0\n",
        encoding="utf-8",
    )
    told = run(installed, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", suite)
    assert "1 passed" in told
