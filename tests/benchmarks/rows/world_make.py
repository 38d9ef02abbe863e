"""Making a large public library: posts a second, of the whole command."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from measuring import OURS, Bound, Row, Stage, in_turns, seconds
from profiling import Profile, by_room

SQLITE = "SQLite alone, of the same rows"


def measure(stage: Stage) -> Row:
    posts, made = stage.size(200_000, 3_000), stage.folder / "made.db"
    found = in_turns(
        {
            OURS: lambda: posts / seconds(lambda: _make(made, posts)),
            SQLITE: lambda: posts / _seconds_to_write_again(made, stage.folder / "again.db"),
        },
        rounds=stage.size(3, 1),
        told="making a world",
    )
    return Row(
        f"making a world of {posts:,} public posts",
        "posts/s",
        found,
        (Bound("≥ 20,000 posts/s", found[OURS], 20_000, at_least=True),),
        more_is_better=True,
        notes=(
            "by the whole command, in two processes; SQLite in one, with rows that are there",
            "a post is some six rows, in three tables with nine indexes",
        ),
    )


def _make(file: Path, posts: int) -> None:
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "memories_fake", "world", "make"]
    subprocess.run(
        [*command, "--public", str(posts), "--out", str(file)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _seconds_to_write_again(made: Path, again: Path) -> float:
    """How long it takes to put all rows of a file into another, and to make its indexes."""
    again.unlink(missing_ok=True)
    with closing(sqlite3.connect(made)) as there, closing(sqlite3.connect(again)) as here:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            here.execute(f"PRAGMA {pragma}")
        return sum(seconds(step) for step in _steps(there, here))


def _steps(there: sqlite3.Connection, here: sqlite3.Connection) -> list[Callable[[], object]]:
    named = "SELECT name, sql FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'"
    filling = []
    for name, sql in there.execute(named, ("table",)).fetchall():
        here.execute(sql)
        rows = there.execute(f"SELECT * FROM {name}").fetchall()
        if rows:
            text = f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})"
            filling.append(lambda text=text, rows=rows: here.executemany(text, rows))
    indexes = [
        lambda sql=sql: here.execute(sql)
        for _, sql in there.execute(named, ("index",)).fetchall()
        if sql
    ]
    return [*filling, *indexes, here.commit]


def profile(stage: Stage) -> Profile:
    """Of both processes, one after the other."""
    from memories_fake import making

    posts, file = stage.size(50_000, 2_000), stage.folder / "profiled.db"
    making.furnish(file)
    shares = {
        "videos and labels": by_room(
            lambda: list(making.write_videos_and_labels(file, posts, "0")), calls=1
        ),
        "stories": by_room(lambda: making.write_stories(file, posts, "0"), calls=1),
    }
    each = {name: {room: us / posts for room, us in told.items()} for name, told in shares.items()}
    told = "What is SQLite's own, rows and indexes, counts for `memories_fake.store`."
    return Profile("Making a world", "µs of a post, profiled", each, told)
