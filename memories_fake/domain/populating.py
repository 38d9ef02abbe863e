"""Furnishes a new account with a ready-made world, and tells how old a kept one is."""

from __future__ import annotations

from sqlalchemy import Column, func, insert, select

from memories_fake import worlds
from memories_fake.domain import sessions, stories
from memories_fake.domain.imagining import imagine
from memories_fake.domain.library import Library
from memories_fake.domain.public import told
from memories_fake.domain.records import Story
from memories_fake.domain.replies import Turn
from memories_fake.domain.stories import Tale
from memories_fake.runtime.ids import minted_at_ms, snowflake
from memories_fake.runtime.media import Film
from memories_fake.store import tables
from memories_fake.worlds import DemoSession, DemoVideo

SAMPLES_MS = 1_731_593_434_695  # the recorded samples date from November 2024
MINUTE_MS = 60_000


def populate(library: Library) -> None:
    """Add the sample videos and sessions of the demo world."""
    furniture = worlds.demo()
    for position, video in enumerate(furniture["videos"]):
        _add_sample(library, video, position)
    for position, session in enumerate(furniture["sessions"]):
        _add_session(library, session, position)


def latest_ms(library: Library) -> int | None:
    """The moment of the newest thing that the account has kept, or None if it has nothing."""
    dated = (tables.videos, tables.images, tables.memories, tables.tasks)
    moments = [_most(library, table.c.created_at_ms) for table in dated]
    moments.append(_most(library, tables.attempts.c.sent_at_ms))
    numbers = [_most(library, table.c.number) for table in (tables.sessions, tables.folders)]
    return max(*moments, *(minted_at_ms(number) for number in numbers if number)) or None


def _most(library: Library, column: Column[int]) -> int:
    mine = column.table.c.account == library.account
    return library.connection.execute(select(func.max(column)).where(mine)).scalar() or 0


def _add_sample(library: Library, video: DemoVideo, position: int) -> None:
    at_ms = SAMPLES_MS + position * MINUTE_MS
    number = f"VEI{snowflake(at_ms)}"
    row = {
        "account": library.account,
        "number": number,
        "namespace": library.namespace,
        "name": video["name"],
        "created_at_ms": at_ms,
        "ready_at_ms": at_ms,
        "cause": None,
        "duration_seconds": video["duration_seconds"],
        "size_bytes": video["size_bytes"],
        "order_ms": -at_ms,
        "downloadable": False,
        "appears_at_ms": at_ms,
    }
    library.connection.execute(insert(tables.videos), row)
    stories.keep(library, Tale(number, video["name"], _story(library, video)))


def _story(library: Library, video: DemoVideo) -> Story:
    film = Film(duration_seconds=video["duration_seconds"], has_sound=video["has_sound"])
    imagined = imagine(video["name"], film, library.chance.derived("sample", video["name"]))
    return Story(
        told(video["shows"]) if "shows" in video else imagined.visual,
        told(video["says"]) if "says" in video else imagined.audio,
    )


def _add_session(library: Library, session: DemoSession, position: int) -> None:
    number = snowflake(SAMPLES_MS, (0, 0), position)
    place = {"account": library.account, "number": number, "namespace": library.namespace}
    row = {**place, "title": session["title"], "called": None, "order_number": -number}
    library.connection.execute(insert(tables.sessions), row)
    turns = [Turn(message["role"], message["content"]) for message in session["messages"]]
    sessions.keep_turns(library, number, turns)
