"""The tables. Everything hangs off an account; `public` is the account of the shared library."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
_STANDING = ("appears_at_ms", "ready_at_ms", "cause")  # what a video stands by at a moment
AN_ACCOUNT = {"names": "an account"}  # of a column besides `account` that holds such a name

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
    Column("polls_left", Integer),  # looks until it is ready, where that is what it waits for
    Column("unfound_ms", BigInteger, nullable=False, default=0),  # no chat finds it so long after
    Column("duration_seconds", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("order_ms", BigInteger, nullable=False),  # created_at_ms; negative for samples
    Column("downloadable", Boolean, nullable=False),
    Column("appears_at_ms", BigInteger, nullable=False),  # not listed before: still downloading
    Column("task", String(80)),  # the import that brought it
    Column("folder", BigInteger, nullable=False, default=-1),
    Column("source_url", Text),
    Column("seed", Text),  # of the chance that imagined its story
    Column("camera_model", Text),
    Column("taken_at_ms", BigInteger),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("width", Integer),
    Column("height", Integer),
    Column("frames_per_second", Float),
    Column("post", JSON(none_as_null=True)),
    Index("videos_of_task", "account", "task"),
    # Of lists: each holds all that its lists go by, so that nothing else is read to skip a row.
    Index("videos_newest", "account", "namespace", "order_ms", "number", *_STANDING, "folder"),
    Index("videos_of_folder", "account", "folder", "order_ms", "number", *_STANDING, "namespace"),
    Index("videos_appearing", "account", *_STANDING, "namespace", "folder"),
    Index(
        "videos_readying", "account", "ready_at_ms", "namespace", "folder", "cause", "appears_at_ms"
    ),
)
Index(
    "videos_failing",
    *(videos.c.account, videos.c.order_ms, videos.c.number, videos.c.namespace),
    *(videos.c[name] for name in (*_STANDING, "folder")),
    sqlite_where=videos.c.cause.is_not(None),
)

labels = Table(  # tags of videos and images; of posts also @creator and #hashtag
    "labels",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("namespace", Text, primary_key=True),
    Column("label", Text, primary_key=True),
    Column("bearer", String(32), primary_key=True),  # the number of the video or image
    Column("position", Integer, nullable=False),
    Index("labels_of_bearer", "account", "bearer", "position"),
)

stories = Table(  # what a film shows, or says, from one moment on until another
    "stories",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("video", String(32), primary_key=True),
    Column("track", String(8), primary_key=True),
    Column("from_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("until_ms", BigInteger, nullable=False),
    Column("namespace", Text, nullable=False),
    Column("lines", Text, nullable=False),  # JSON: [start, end, text] each, in whole seconds
    Column("edition", BigInteger, nullable=False),  # equal where name and lines are equal
    Index("stories_of_namespace", "account", "namespace", "track", "video", "edition"),
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

mentions = Table(  # which answers were given about which video
    "mentions",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("video", String(32), primary_key=True),
    Column("session", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
)

folders = Table(
    "folders",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Index("folders_by_name", "account", "name", unique=True),
)

images = Table(
    "images",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("namespace", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("ready_at_ms", BigInteger, nullable=False),
    Column("cause", Text),
    Column("media_type", String(40), nullable=False),
    Column("camera_model", Text),
    Column("taken_at_ms", BigInteger),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("look", LargeBinary, nullable=False),  # what similarity is measured by
    Index("images_newest", "account", "namespace", "number"),
)

frames = Table(
    "frames",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("namespace", Text, primary_key=True),
    Column("video", String(32), primary_key=True),
    Column("second", Integer, primary_key=True, autoincrement=False),
    Column("end_second", Integer, nullable=False),
    Column("look", LargeBinary, nullable=False),
    Index("frames_of_video", "account", "video"),
)

memories = Table(
    "memories",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("namespace", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("memories_at_ms", BigInteger),
    Column("created_at_ms", BigInteger, nullable=False),
    Index("memories_newest", "account", "namespace", "number"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("namespace", Text, nullable=False),
    Column("library", String(32), nullable=False, info=AN_ACCOUNT),  # who holds its videos
    Column("created_at_ms", BigInteger, nullable=False),
    Column("downloaded_at_ms", BigInteger, nullable=False),
    Column("ready_at_ms", JSON, nullable=False),  # by the number of the video
    Column("ends", String(8), nullable=False, default="PARSE"),  # or FAIL, HELD, EMPTY
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("otherwise", JSON(none_as_null=True)),  # the body, if the video has failed by then
    Column("due_at_ms", BigInteger, nullable=False),
    Column("about", String(80), nullable=False),  # the video or task it tells of
    Column("course", String(8)),  # sent or lost; null until it falls due
    Index("deliveries_due", "account", "course", "due_at_ms"),
)

attempts = Table(  # each time that a delivery is, or is to be, sent
    "attempts",
    metadata,
    Column("account", String(32), primary_key=True),
    Column("delivery", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("reason", String(12), nullable=False),
    Column("due_at_ms", BigInteger, nullable=False),
    Column("held", Boolean, nullable=False),  # until another delivery overtakes it
    Column("waits_ms", JSON, nullable=False),  # before each retry that is left, should it fail
    Column("sent_at_ms", BigInteger),
    Column("status", Integer),  # what the receiver answered; null if it could not be reached
    Column("error", Text),
    Index("attempts_due", "account", "sent_at_ms", "due_at_ms"),
)
