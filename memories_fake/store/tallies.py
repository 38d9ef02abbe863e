"""How many videos lie where: kept up by SQLite itself, so that no list counts a million rows.

Whether a video can be used follows from the clock, so the tallies tell only what does not: how
many there are in each folder of each namespace, and how many of them are to fail.
"""

from __future__ import annotations

from sqlite3 import Cursor

TALLIES = "video_tallies"
VERSIONS = "video_versions"  # how often anything of an account's videos has changed
_KEY = "account, namespace, folder, fails"
_IS_THERE = f"SELECT 1 FROM sqlite_master WHERE name = '{TALLIES}'"


def _one_more(row: str) -> str:
    return (
        f"INSERT INTO {TALLIES} VALUES "
        f"({row}.account, {row}.namespace, {row}.folder, {row}.cause IS NOT NULL, 1) "
        f"ON CONFLICT ({_KEY}) DO UPDATE SET n = n + 1; "
    )


def _one_less(row: str) -> str:
    key = (
        f"account = {row}.account AND namespace = {row}.namespace AND folder = {row}.folder "
        f"AND fails = ({row}.cause IS NOT NULL)"
    )
    return (
        f"UPDATE {TALLIES} SET n = n - 1 WHERE {key}; DELETE FROM {TALLIES} WHERE {key} AND n = 0; "
    )


def _changed(row: str) -> str:
    return (
        f"INSERT INTO {VERSIONS} VALUES ({row}.account, 1) "
        "ON CONFLICT (account) DO UPDATE SET n = n + 1; "
    )


_MAKE = (
    f"CREATE TABLE {VERSIONS} (account TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID",
    f"""CREATE TABLE {TALLIES} (
        account TEXT, namespace TEXT, folder INTEGER, fails INTEGER, n INTEGER,
        PRIMARY KEY ({_KEY})) WITHOUT ROWID""",
    f"""INSERT INTO {TALLIES}
        SELECT account, namespace, folder, cause IS NOT NULL, count(*) FROM videos
        GROUP BY 1, 2, 3, 4""",
    *(
        f"CREATE TRIGGER {TALLIES}_{event} AFTER {event} ON videos BEGIN {told} END"
        for event, told in (
            ("INSERT", _one_more("NEW") + _changed("NEW")),
            ("DELETE", _one_less("OLD") + _changed("OLD")),
            ("UPDATE", _one_less("OLD") + _one_more("NEW") + _changed("NEW")),
        )
    ),
)


def drop(cursor: Cursor) -> None:
    """Keep them no longer; `keep` then counts anew."""
    for event in ("INSERT", "DELETE", "UPDATE"):
        cursor.execute(f"DROP TRIGGER IF EXISTS {TALLIES}_{event}")
    for table in (TALLIES, VERSIONS):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def keep(cursor: Cursor) -> None:
    """Have them kept from now on, counted once if there are videos already."""
    if cursor.execute(_IS_THERE).fetchone() is None:
        for statement in _MAKE:
            cursor.execute(statement)
