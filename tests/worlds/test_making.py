"""A world made by the command: equal for equal seeds, and served like any other."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from memories_contracts import Checker, load_catalogue
from memories_fake import Fake
from memories_fake.cli import main
from memories_fake.domain.public import built_in
from memories_fake.making import furnish

POSTS = 300
KEY = {"Authorization": "sk-any"}


def make(path: Path, *, seed: str = "7", posts: int = POSTS) -> Path:
    told = CliRunner().invoke(
        main, ["world", "make", "--public", str(posts), "--out", str(path), "--seed", seed]
    )
    assert told.exit_code == 0, told.output
    return path


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(path) as file:
        return {
            table: sorted(file.execute(f"SELECT * FROM {table}"), key=repr)
            for table in ("videos", "stories", "labels", "video_tallies")
        }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("worlds") / "big.db")


def test_equal_seeds_make_equal_worlds(made: Path, tmp_path: Path) -> None:
    assert rows(make(tmp_path / "same.db")) == rows(made)
    assert rows(make(tmp_path / "other.db", seed="8")) != rows(made)


def test_it_holds_so_many_posts_beside_those_that_are_always_there(made: Path) -> None:
    found = rows(made)
    assert len(found["videos"]) == POSTS + len(built_in())
    assert sum(tally[-1] for tally in found["video_tallies"]) == POSTS + len(built_in())


def test_the_posts_that_are_always_there_bear_what_they_bear_elsewhere(
    made: Path, tmp_path: Path
) -> None:
    furnish(tmp_path / "usual.db")
    usual, numbers = rows(tmp_path / "usual.db")["labels"], {post.number for post in built_in()}
    assert usual
    assert [row for row in rows(made)["labels"] if numbers & set(row)] == usual


def test_it_has_the_indexes_that_every_store_has(made: Path, tmp_path: Path) -> None:
    Fake(store=str(tmp_path / "usual.db"), callbacks="off").close()
    named = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    with sqlite3.connect(made) as file, sqlite3.connect(tmp_path / "usual.db") as usual:
        assert file.execute(named).fetchall() == usual.execute(named).fetchall()


def test_it_is_searched_and_talked_about(made: Path) -> None:
    with Fake(store=str(made), callbacks="off", check_replies=True) as fake:
        client = fake.app.test_client()
        asked = {"search_param": "flour on both hands", "search_type": "BY_VIDEO", "top_k": 9}
        found = client.post(
            "/serve/api/v1/search_public", headers=KEY, json={**asked, "type": "TIKTOK"}
        ).json["data"]
        numbers = {post.number for post in built_in()}
        assert any(row["videoNo"] not in numbers for row in found)
        number = next(row["videoNo"] for row in found if row["videoNo"] not in numbers)
        detail = client.get(
            f"/serve/api/v1/get_public_video_detail?video_no={number}", headers=KEY
        ).json
        assert detail["code"] == "0000"
        assert not Checker().check_answer(load_catalogue()["v1.get_public_video_detail"], detail)
        asked = {"prompt": "What do #kitchen videos show?", "type": "TIKTOK"}
        told = client.post("/serve/api/v1/marketer_chat", headers=KEY, json=asked).json
        assert told["code"] == "0000"
        assert "kitchen" in str(told["data"]).lower()


def test_a_file_that_is_there_is_left_alone(made: Path) -> None:
    before = made.read_bytes()
    told = CliRunner().invoke(main, ["world", "make", "--public", "3", "--out", str(made)])
    assert told.exit_code != 0
    assert "is there already" in told.output
    assert made.read_bytes() == before


def test_the_bytes_of_equal_worlds_are_equal_too(tmp_path: Path) -> None:
    first, second = (make(tmp_path / name, posts=30).read_bytes() for name in ("a.db", "b.db"))
    assert first == second


def test_nothing_is_left_beside_it(made: Path) -> None:
    beside = ("-wal", "-shm")  # of those who serve it
    assert {each.name for each in made.parent.iterdir()} <= {
        made.name,
        *(f"{made.name}{end}" for end in beside),
    }


def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copyfile

    def copied_badly(path: Path, place: Path) -> None:
        copied(path, place)
        place.write_bytes(b"this is no database" * 500)

    monkeypatch.setattr("memories_fake.making.shutil.copyfile", copied_badly)
    out = tmp_path / "big.db"
    told = CliRunner().invoke(main, ["world", "make", "--public", "3", "--out", str(out)])
    assert told.exit_code == 1
    assert "the stories could not be written" in told.output
    assert not out.exists()
