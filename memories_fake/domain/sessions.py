"""Conversations and their turns: opened by whatever name a caller has for them, listed, read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from memories_fake.domain import public
from memories_fake.domain.library import Library, Page
from memories_fake.domain.records import Video
from memories_fake.domain.refusals import SessionNotFound
from memories_fake.domain.replies import Answer, Ref, RefItem, Thinking, Turn
from memories_fake.store import tables
from memories_fake.store.prepared import Prepared

DIGITS = 18  # of the service's own numbers; whatever is longer is a name
TITLE_LENGTH = 200
REDACTED = "This answer was about a video that has been deleted."

_sessions, _turns_told, _mentions = tables.sessions, tables.turns, tables.mentions
_MINE = select(_sessions).where(
    _sessions.c.account == bindparam("account"), _sessions.c.namespace == bindparam("namespace")
)
_CALLED = Prepared(_MINE.where(_sessions.c.called == bindparam("called")))
_NEAR = Prepared(_MINE.where(_sessions.c.number.between(bindparam("least"), bindparam("most"))))
_TURNS = Prepared(
    select(_turns_told)
    .where(
        _turns_told.c.account == bindparam("account"),
        _turns_told.c.session == bindparam("session"),
    )
    .order_by(_turns_told.c.position)
)
_MENTIONS = Prepared(
    select(_mentions.c.video)
    .where(
        _mentions.c.account == bindparam("account"),
        _mentions.c.session == bindparam("session"),
        _mentions.c.position == bindparam("position"),
    )
    .order_by(_mentions.c.video)
)
_NEW = Prepared(insert(_sessions))
_TOLD = Prepared(insert(_turns_told))
_MENTIONED = Prepared(insert(_mentions))


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation; `number` is the 18-digit id that the service shows."""

    number: int
    title: str
    turns: tuple[Turn, ...] = ()


def open_session(library: Library, called: str | None, *, title: str) -> Session:
    """The session that the caller means, with its turns, or a new one under that name."""
    row = _row(library, called) if called else None
    if row is not None:
        return Session(row.number, row.title, _turns(library, row.number))
    number = library.ids.mint()
    row = {
        "account": library.account,
        "number": number,
        "namespace": library.namespace,
        "title": title[:TITLE_LENGTH],
        "called": called or None,
        "order_number": number,
    }
    _NEW.run(library.connection, [row])
    return Session(number, title)


def append(
    library: Library, session: Session, prompt: str, answer: Answer, *, about: Sequence[str] = ()
) -> None:
    """Keep one exchange: what was asked, what was answered, and about which videos."""
    position = len(session.turns)
    told = Turn("assistant", answer.content, answer.thinkings, answer.refs)
    keep_turns(library, session.number, [Turn("user", prompt), told], after=position)
    place = {"account": library.account, "session": session.number, "position": position + 1}
    if rows := [{**place, "video": number} for number in dict.fromkeys(about)]:
        _MENTIONED.run(library.connection, rows)


def last_mentioned(library: Library, session: Session) -> tuple[str, ...]:
    """The videos that the last answer of a session was about."""
    place = {"session": session.number, "position": len(session.turns) - 1}
    rows = _MENTIONS.rows(library.connection, account=library.account, **place)
    return tuple(row.video for row in rows)


def redact(library: Library, numbers: Sequence[str]) -> None:
    """Take back what was told about these videos: the answers go, the questions stay."""
    mentions, turns = tables.mentions, tables.turns
    of_them = (mentions.c.account == library.account, mentions.c.video.in_(numbers))
    told = library.connection.execute(
        select(mentions.c.session, mentions.c.position).where(*of_them)
    ).all()
    for session, position in told:
        library.connection.execute(
            update(turns)
            .where(
                turns.c.account == library.account,
                turns.c.session == session,
                turns.c.position == position,
            )
            .values(content=REDACTED, thinkings=[], refs=[])
        )
    library.connection.execute(delete(mentions).where(*of_them))


def keep_turns(library: Library, number: int, turns: Sequence[Turn], *, after: int = 0) -> None:
    """Add turns to a session that has `after` of them already."""
    rows = [_turn_row(library, number, after + i, turn) for i, turn in enumerate(turns)]
    _TOLD.run(library.connection, rows)


def read(library: Library, called: str) -> Session:
    """A session with all its turns. Raises SessionNotFound."""
    row = _row(library, called)
    if row is None:
        raise SessionNotFound(called)
    return Session(row.number, row.title, _turns(library, row.number))


def page(library: Library, *, number: int, size: int) -> Page[Session]:
    """One page of sessions without their turns, newest first, samples last."""
    table = tables.sessions
    within = (table.c.account == library.account, table.c.namespace == library.namespace)
    total = library.connection.execute(
        select(func.count()).select_from(table).where(*within)
    ).scalar_one()
    rows = library.connection.execute(
        select(table)
        .where(*within)
        .order_by(table.c.order_number.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(tuple(Session(row.number, row.title) for row in rows), number, size, total)


def _row(library: Library, called: str) -> Any:
    mine = {"account": library.account, "namespace": library.namespace}
    rows = _CALLED.rows(library.connection, **mine, called=called)
    if rows or not _is_number(called):
        return next(iter(rows), None)
    # A caller in JavaScript sends back the nearest number that a double can hold.
    least, most = int(called) - 512, int(called) + 512
    close = _NEAR.rows(library.connection, **mine, least=least, most=most)
    exact = [row for row in close if row.number == int(called)]
    rounded = [row for row in close if float(row.number) == float(called)]
    return next(iter(exact or rounded), None)


def _is_number(called: str) -> bool:
    return len(called) <= DIGITS and called.isascii() and called.isdigit()


def _turn_row(library: Library, session: int, position: int, turn: Turn) -> dict[str, Any]:
    return {
        "account": library.account,
        "session": session,
        "position": position,
        "role": turn.role,
        "content": turn.content,
        "thinkings": [_fields(thinking) for thinking in turn.thinkings],
        "refs": [
            {"video": ref.video.number, "items": [_fields(item) for item in ref.items]}
            for ref in turn.refs
        ],
    }


def _fields(flat: Thinking | RefItem) -> dict[str, Any]:
    return {field: getattr(flat, field) for field in flat.__slots__}


def _turns(library: Library, session: int) -> tuple[Turn, ...]:
    rows = _TURNS.rows(library.connection, account=library.account, session=session)
    cited = {ref["video"] for row in rows for ref in row.refs}
    living = public.own_or_public(library, sorted(cited))  # what was deleted is no longer cited
    return tuple(
        Turn(
            row.role,
            row.content,
            tuple(Thinking(**thinking) for thinking in row.thinkings),
            _refs(row.refs, living),
        )
        for row in rows
    )


def _refs(rows: Sequence[dict[str, Any]], living: dict[str, Video]) -> tuple[Ref, ...]:
    return tuple(
        Ref(living[row["video"]], tuple(RefItem(**item) for item in row["items"]))
        for row in rows
        if row["video"] in living
    )
