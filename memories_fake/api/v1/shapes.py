"""Domain records in the words of the v1 line: where numbers are text and null is often "null"."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from memories_fake.api.dialects import Dialect
from memories_fake.domain.library import Page
from memories_fake.domain.records import Segment, Status, Video
from memories_fake.domain.refusals import ParameterInvalid, ParameterMissing

if TYPE_CHECKING:
    from memories_fake.domain.answering import Summary
    from memories_fake.domain.replies import Ref, RefItem, Thinking, Turn
    from memories_fake.domain.sessions import Session

Wire = dict[str, Any]

ITEM_KINDS = {
    "keyframe": "keyframe",
    "visual": "visual_ts",
    "audio": "audio_ts",
    "post": "video_meta",
}


def status_word(status: Status, dialect: Dialect) -> str:
    """UNPARSE, PARSE, or what this dialect calls a failure."""
    if status is Status.FAILED:
        return dialect.failure_word
    return "PARSE" if status is Status.READY else "UNPARSE"


def meant_status(word: str | None) -> Status | None:
    """The status that a filter asks for."""
    words = {"UNPARSE": Status.WAITING, "PARSE": Status.READY}
    return words.get(word, Status.FAILED) if word else None


def epoch_ms(text: str) -> int:
    """`YYYY-MM-DD HH:MM:SS`, read as UTC, in epoch ms. Raises ParameterInvalid for no such time."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise ParameterInvalid("datetime_taken", str(error)) from error
    return int(moment.timestamp() * 1000)


def near(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """The place to look around, if any. Raises ParameterMissing for one half without the other."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise ParameterMissing("latitude" if latitude is None else "longitude")
    return latitude, longitude


def uploaded(video: Video, dialect: Dialect) -> Wire:
    """What an upload is answered with."""
    short = {"videoNo": video.number, "videoName": video.name}
    if dialect.upload_answer == "short":
        return short
    return {
        **short,
        "videoStatus": status_word(Status.WAITING, dialect),  # it has only just been accepted
        "uploadTime": str(video.created_at_ms),
    }


def transcript(number: str, segments: tuple[Segment, ...]) -> Wire | None:
    """A transcript; null where there is none, which is no error."""
    if not segments:
        return None
    return {
        "videoNo": number,
        "transcriptions": [
            {
                "index": segment.index,
                "content": segment.text,
                "startTime": str(segment.start_seconds),
                "endTime": str(segment.end_seconds),
            }
            for segment in segments
        ],
    }


def topics(summary: Summary) -> Wire:
    """A summary by topic, with its token counts as text."""
    return {
        "summary": summary.summary,
        "items": [{"description": i.description, "title": i.title} for i in summary.items],
        "totalInput": str(summary.input_tokens),
        "totalOutput": str(summary.output_tokens),
    }


def chapters(summary: Summary) -> Wire:
    """A summary by chapter: each says where it starts, in whole seconds as text."""
    return {
        "summary": summary.summary,
        "items": [
            {"description": i.description, "title": i.title, "start": str(i.start_seconds)}
            for i in summary.items
        ],
    }


def thinking(step: Thinking) -> Wire:
    return {"title": step.title, "content": step.content}


def refs(cited: tuple[Ref, ...]) -> list[Wire]:
    """The moments that an answer rests on."""
    return [
        {
            "video": {
                "duration": "0" if ref.video.post else str(ref.video.duration_seconds),
                "video_no": ref.video.number,
                "video_name": ref.video.name,
            },
            "refItems": [_ref_item(ref.video, item) for item in ref.items],
        }
        for ref in cited
    ]


def _ref_item(video: Video, item: RefItem) -> Wire:
    at = {"videoNo": video.number, "startTime": item.start_seconds}
    kind = ITEM_KINDS[item.kind]
    if item.kind == "post" and video.post:
        return {
            **at,
            "type": kind,
            "title": None,
            "summary": None,
            "view_count": video.post.views,
            "like_count": video.post.likes,
            "share_count": video.post.shares,
            "comment_count": video.post.comments,
        }
    if item.end_seconds is None:
        return {**at, "type": kind}
    return {**at, "endTime": item.end_seconds, "type": kind, "text": item.text or ""}


def sessions_listed(page: Page[Session]) -> Wire:
    """A page of list_sessions."""
    rows = [{"sessionId": str(session.number), "title": session.title} for session in page.items]
    return {"sessions": rows, **paging(page)}


def session_detail(session: Session, dialect: Dialect) -> Wire:
    """A session with its messages."""
    return {
        "title": session.title,
        "messages": [_message(turn, dialect) for turn in session.turns],
        "session_id": str(session.number),
    }


def _message(turn: Turn, dialect: Dialect) -> Wire:
    message: Wire = {"role": turn.role, "content": turn.content}
    if turn.thinkings:
        message["thinkings"] = [thinking(step) for step in turn.thinkings]
    if turn.refs and dialect.chat_refs != "none":
        message["refs"] = refs(turn.refs)
    return message


def paging(page: Page[Any]) -> Wire:
    """Which page of how many things, as every list ends."""
    return {"current_page": page.page, "page_size": page.size, "total_count": str(page.total)}
