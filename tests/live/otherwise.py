"""Twenty ways in which the service elsewhere differs from the fake, on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from elsewhere import END, STREAMED, Reply, in_body, refused
from planting import each_video, in_data, in_lines, put, put_as, renamed


@dataclass(frozen=True)
class Way:
    """One difference: in whose answers, told in which scenario, where it is seen, how bad it is."""

    name: str
    operation: str
    scenario: str
    change: Callable[[Reply], Reply]
    where: str
    is_news: bool = False


def in_messages(change: Callable[[dict[str, object]], object]) -> Callable[[dict], None]:  # type: ignore[type-arg]
    return in_data(lambda data: [change(message) for message in data["messages"]])


LATE = {"code": "0002", "msg": "try later", **refused()}
WAYS = (
    Way("no name", "v1.upload", "library", in_body(in_data(lambda d: d.pop("videoName"))), "data"),
    Way("code is a number", "v1.upload", "library", in_body(put("code", 0)), "code"),
    Way(
        "a count is a number",
        "v1.list_videos",
        "library",
        in_body(in_data(put("total_count", 1))),
        "data.total_count",
    ),
    Way(
        "durations in words",
        "v1.list_videos",
        "library",
        in_body(each_video(put("duration", "nine seconds"))),
        "data.videos[].duration",
    ),
    Way(
        "a new field",
        "v1.list_videos",
        "library",
        in_body(each_video(put("thumbnail", "none"))),
        "data.videos[].thumbnail",
        is_news=True,
    ),
    Way(
        "no size any more",
        "v1.list_videos",
        "library",
        in_body(each_video(lambda video: video.pop("size"))),
        "data.videos[].size",
        is_news=True,
    ),
    Way(
        "durations as text",
        "v1.get_metadata",
        "library",
        in_body(in_data(put("duration", "31"))),
        "data.duration",
    ),
    Way(
        "times of day",
        "v1.get_video_transcription",
        "library",
        in_body(in_lines(put("startTime", "00:04"))),
        "data.transcriptions[].startTime",
    ),
    Way(
        "lines without index",
        "v1.get_audio_transcription",
        "library",
        in_body(in_lines(lambda line: line.pop("index"))),
        "data.transcriptions[].index",
    ),
    Way(
        "topics for items",
        "v1.generate_summary",
        "library",
        in_body(in_data(renamed("items", "topics"))),
        "data.topics",
    ),
    Way(
        "hits in an object",
        "v1.search",
        "library",
        in_body(lambda body: {**body, "data": {"hits": body["data"]}}),
        "data",
    ),
    Way(
        "a code that nobody knows",
        "v1.search_audio_transcripts",
        "library",
        lambda reply: replace(reply, body=LATE),
        "refusals",
    ),
    Way(
        "a link for the bytes",
        "v1.download",
        "library",
        lambda reply: Reply(
            {"code": "0000", "msg": "success", "data": {"url": "https://a.example"}}
        ),
        "content type",
    ),
    Way("data is true", "v1.delete_videos", "library", in_body(put("data", value=True)), "data"),
    Way(
        "a session is a number",
        "v1.chat",
        "chats",
        in_body(in_data(put_as("session_id", int))),
        "data.session_id",
    ),
    Way(
        "another end of the stream",
        "v1.chat_stream",
        "chats",
        lambda reply: replace(reply, events=(*STREAMED, "[DONE]")),
        "end of the stream",
        is_news=True,
    ),
    Way(
        "a new kind of event",
        "v1.chat_stream",
        "chats",
        lambda reply: replace(reply, events=({"type": "usage", "tokens": 7}, *STREAMED, END)),
        "kinds of events",
        is_news=True,
    ),
    Way(
        "session_id in a list",
        "v1.list_sessions",
        "chats",
        in_body(in_data(lambda d: [renamed("sessionId", "session_id")(s) for s in d["sessions"]])),
        "data.sessions[].session_id",
    ),
    Way(
        "messages in pieces",
        "v1.get_session_detail",
        "chats",
        in_body(in_messages(put("content", ["in", "pieces"]))),
        "data.messages[].content",
    ),
    Way(
        "HTTP 202",
        "v1.get_public_video_detail",
        "public library",
        lambda reply: replace(reply, status=202),
        "HTTP status",
    ),
)
