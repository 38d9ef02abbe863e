"""Twenty ways in which a service may differ from its contracts: the fake, spoiled on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask


@dataclass(frozen=True)
class Mutation:
    """One difference: in whose answers, told in which scenario, and what becomes of them.

    `is_news` says that no client breaks by it.
    """

    name: str
    operation: str
    scenario: str
    change: Callable[[Any], Any]
    is_news: bool = False


def each_video(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    """Do something to every video of a list."""

    def changed(body: Any) -> Any:
        for video in body["data"]["videos"]:
            change(video)
        return body

    return changed


def in_data(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    """Do something to what the envelope holds."""

    def changed(body: Any) -> Any:
        change(body["data"])
        return body

    return changed


def in_lines(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    """Do something to every line of a transcript."""

    def changed(body: Any) -> Any:
        for line in body["data"]["transcriptions"]:
            change(line)
        return body

    return changed


def renamed(old: str, new: str) -> Callable[[dict[str, Any]], Any]:
    return lambda found: found.update({new: found.pop(old)})


def put(name: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda found: found.update({name: value})


def put_as(name: str, kind: Callable[[Any], Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda found: found.update({name: kind(found[name])})


MUTATIONS = (
    Mutation("code is a number", "v1.upload", "library", lambda b: {**b, "code": 0}),
    Mutation("no data", "v1.upload", "library", lambda b: {**b, "data": None}),
    Mutation(
        "video_no for videoNo", "v1.upload", "library", in_data(renamed("videoNo", "video_no"))
    ),
    Mutation(
        "records for videos", "v1.list_videos", "library", in_data(renamed("videos", "records"))
    ),
    Mutation("DONE for PARSE", "v1.get_metadata", "library", in_data(put("status", "DONE"))),
    Mutation("total_count is null", "v1.list_videos", "library", in_data(put("total_count", None))),
    Mutation("duration is a list", "v1.list_videos", "library", each_video(put("duration", []))),
    Mutation("no names", "v1.list_videos", "library", each_video(lambda v: v.pop("video_name"))),
    Mutation(
        "times as floats",
        "v1.get_video_transcription",
        "library",
        in_lines(put_as("startTime", float)),
    ),
    Mutation(
        "lines without index",
        "v1.get_audio_transcription",
        "library",
        in_lines(lambda s: s.pop("index")),
    ),
    Mutation(
        "scores as text",
        "v1.search",
        "library",
        lambda b: {**b, "data": [{**hit, "score": str(hit["score"])} for hit in b["data"]]},
    ),
    Mutation(
        "hits in an object", "v1.search", "library", lambda b: {**b, "data": {"hits": b["data"]}}
    ),
    Mutation("refs are null", "v1.chat", "chats", in_data(put("refs", None))),
    Mutation("session is a number", "v1.chat", "chats", in_data(put_as("session_id", int))),
    Mutation("no thinkings", "v1.marketer_chat", "marketer", in_data(lambda d: d.pop("thinkings"))),
    Mutation(
        "session_id in a list",
        "v1.list_sessions",
        "chats",
        in_data(lambda d: [renamed("sessionId", "session_id")(s) for s in d["sessions"]]),
    ),
    Mutation(
        "summary is a list", "v1.generate_summary", "library", in_data(put_as("summary", list))
    ),
    Mutation(
        "folder ids as text",
        "v1.folders",
        "folders",
        in_data(lambda d: [put_as("folder_id", str)(f) for f in d["folders"]]),
    ),
    Mutation(
        "a new field",
        "v1.get_public_video_detail",
        "public library",
        in_data(put("language", "en")),
        is_news=True,
    ),
    Mutation(
        "a new flag", "v1.memories", "memories", lambda b: {**b, "trace": "abc"}, is_news=True
    ),
)


@dataclass(frozen=True)
class Spoiled:
    """A WSGI application whose answers for one operation are changed on their way out."""

    app: Flask
    mutation: Mutation
    path: str

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != self.path:
            return self.app(environ, start_response)
        answered: list[Any] = []
        pieces = self.app(environ, lambda *told: answered.append(told))
        whole = b"".join(pieces)
        status, headers = answered[0][:2]
        changed = json.dumps(self.mutation.change(json.loads(whole))).encode()
        kept = [pair for pair in headers if pair[0] != "Content-Length"]
        start_response(status, [*kept, ("Content-Length", str(len(changed)))])
        return [changed]
