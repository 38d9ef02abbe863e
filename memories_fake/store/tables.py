"""The tables. Everything hangs off an account; `public` is the account of the shared library."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

videos = Table(
    "videos",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("number", String(32), primary_key=True),
    Column("namespace", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("ready_at_ms", BigInteger, nullable=False),
    Column("cause", Text),  # why it fails once its time has come; null: it will be parsed
    Column("duration_seconds", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("order_ms", BigInteger, nullable=False),  # created_at_ms; negative for samples
    Column("downloadable", Boolean, nullable=False),
    Column("post", JSON),
    Index("videos_newest", "account", "namespace", "order_ms", "number"),
)

segments = Table(
    "segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String(32), nullable=False),
    Column("namespace", Text, nullable=False),
    Column("video", String(32), nullable=False),
    Column("track", String(8), nullable=False),
    Column("position", Integer, nullable=False),
    Column("start_seconds", Integer, nullable=False),
    Column("end_seconds", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index("segments_of_video", "account", "video", "track", "position"),
    Index("segments_of_namespace", "account", "namespace", "track"),
)

words = Table(
    "words",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("namespace", Text, primary_key=True),
    Column("track", String(8), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("segment", Integer, primary_key=True),
    Column("video", String(32), nullable=False),
    Column("times", Integer, nullable=False),
    Index("words_of_video", "account", "video"),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("namespace", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("called", Text),  # the caller's own name for it, when that was no number of ours
    Column("order_number", BigInteger, nullable=False),  # number; negative for samples
    Index("sessions_newest", "account", "namespace", "order_number"),
)

turns = Table(
    "turns",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("session", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("thinkings", JSON, nullable=False),
    Column("refs", JSON, nullable=False),
)
