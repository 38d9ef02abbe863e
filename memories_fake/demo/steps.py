"""The steps of the demo in their order: each asks the API something and shows what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from memories_fake.demo import drawing
from memories_fake.demo.live import LiveAnswer
from memories_fake.demo.story import PARSE_SECONDS, StepFailed, Story
from memories_fake.demo.uploading import uploaded

MOST_HITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A part of the story. Where a vital one fails, the others have nothing to go on with."""

    title: str
    remark: str
    tell: Callable[[Story], None]
    is_vital: bool = False


def upload(story: Story) -> None:
    data = uploaded(story)
    story.video = data["videoNo"]
    story.show(drawing.facts({"videoNo": story.video, "videoName": data["videoName"]}))


def look(story: Story) -> None:
    video = _listed(story)
    story.expect("the status", seen=video["status"], wanted="UNPARSE")


def wait(story: Story) -> None:
    story.show(drawing.code(f'fake.clock("{story.key}").advance(seconds={PARSE_SECONDS})'))
    story.clock.advance(seconds=PARSE_SECONDS)
    video = _listed(story)
    if video["status"] in {"FAIL", "FAILED"}:
        raise StepFailed(_why_it_failed(story.footage.name))
    story.expect("the status", seen=video["status"], wanted="PARSE")
    passed = f"{story.virtual_seconds:.0f} virtual seconds and {story.real_seconds:.1f} real ones"
    story.show(drawing.note(f"{passed} have passed so far. Nobody waited."))


def search(story: Story) -> None:
    for kind in ("BY_VIDEO", "BY_AUDIO"):
        asked = {"search_param": story.footage.words, "search_type": kind, "top_k": MOST_HITS}
        hits = story.ask("search", json=asked)
        if not hits:
            story.show(drawing.note("nothing found"))
            continue
        table = drawing.table("when", "score", "what is said" if kind == "BY_AUDIO" else "video")
        for hit in hits:
            when = drawing.span(hit["startTime"], hit["endTime"])
            said = hit.get("audio_ts", hit["videoName"])
            table.add_row(when, drawing.bar(hit["score"]), said.strip())
        story.show(table)


def chat(story: Story) -> None:
    asked = {"video_nos": [story.video], "prompt": "What are the two best moments?"}
    answer = story.ask("chat", json=asked)
    story.session = answer["session_id"]
    story.show(drawing.markdown(answer["content"]))
    story.show(drawing.cited(answer.get("refs", [])))
    story.show(drawing.facts({"session_id": story.session}))


def chat_live(story: Story) -> None:
    asked = {"video_nos": [story.video], "prompt": "And what is said in it?"}
    if story.session:
        asked["session_id"] = story.session
    with LiveAnswer(story.console) as answer:
        story.listen("chat_stream", answer.draw, json=asked)
    wanted = story.session or answer.session
    story.expect("the session of the stream", seen=answer.session, wanted=wanted)


def read(story: Story) -> None:
    for operation in ("get_video_transcription", "get_audio_transcription"):
        data = story.ask(operation, params={"video_no": story.video})
        if data is None:
            story.show(drawing.note("data is null: nothing is said, which is no error"))
            continue
        table = drawing.table("when", "said" if "audio" in operation else "seen")
        for part in data["transcriptions"]:
            when = drawing.span(part["startTime"], part["endTime"])
            table.add_row(when, part["content"].strip())
        story.show(table)


def sum_up(story: Story) -> None:
    topics = _summary(story, "TOPIC")
    table = drawing.table("topic", "what it is about")
    for item in topics["items"]:
        table.add_row(item["title"], drawing.cut(item["description"]))
    story.show(table)
    chapters = _summary(story, "CHAPTER")
    table = drawing.table("from", "chapter", "what happens")
    for item in chapters["items"]:
        start, about = drawing.mmss(item["start"]), drawing.cut(item["description"])
        table.add_row(start, item["title"], about)
    story.show(table)


def look_back(story: Story) -> None:
    listed = story.ask("list_sessions")
    table = drawing.table("sessionId", "title")
    for session in listed["sessions"]:
        table.add_row(session["sessionId"], session["title"])
    story.show(table)
    detail = story.ask("get_session_detail", params={"session_id": story.session or ""})
    table = drawing.table("role", "content")
    for message in detail["messages"]:
        table.add_row(message["role"], drawing.one_line(message["content"]))
    story.show(table)


def ask_everyone(story: Story) -> None:
    asked = {"prompt": "Which tomato pasta is popular?", "type": "TIKTOK"}
    answer = story.ask("marketer_chat", json=asked)
    story.show(drawing.markdown(answer["content"]))
    posts = [(ref["video"]["video_name"], item) for ref, item in _posts(answer.get("refs", []))]
    if posts:
        table = drawing.table("post", "views", "likes", right=("views", "likes"))
        for name, item in posts:
            views, likes = item.get("view_count", 0), item.get("like_count", 0)
            table.add_row(drawing.one_line(name), f"{views:,}", f"{likes:,}")
        story.show(table)


def delete(story: Story) -> None:
    story.ask("delete_videos", json=[story.video])
    listed = story.ask("list_videos", json={})
    story.expect("the number of videos", seen=listed["total_count"], wanted="0")
    story.show(drawing.facts({"total_count": listed["total_count"]}))
    story.ask_in_vain("get_video_transcription", params={"video_no": story.video})
    story.show(drawing.note("refused, as it should be"))


STEPS: Sequence[Step] = (
    Step(
        title="Upload a video",
        remark="A real file, sent as a form; the answer comes before anybody looks at it.",
        tell=upload,
        is_vital=True,
    ),
    Step(
        title="List the library",
        remark="It is there, but not parsed yet, as it would be for a while at the service.",
        tell=look,
    ),
    Step(
        title="Wait until it is parsed",
        remark="Time is virtual: each request is one second, and the clock can be moved.",
        tell=wait,
        is_vital=True,
    ),
    Step(
        title="Search for moments",
        remark="BY_VIDEO looks at what is seen, BY_AUDIO listens to what is said.",
        tell=search,
    ),
    Step(
        title="Ask about the video",
        remark="One answer as JSON, with the moments that it rests on.",
        tell=chat,
    ),
    Step(
        title="Ask on, and hear the answer live",
        remark="Server-sent events in the same session: thinking, then text in pieces.",
        tell=chat_live,
    ),
    Step(
        title="Read what is seen and said",
        remark="What a film's own subtitles say is what is said in it; the rest is imagined.",
        tell=read,
    ),
    Step(title="Sum it up", remark="By topic, and by chapter.", tell=sum_up),
    Step(
        title="Look back at the talk",
        remark="Both questions are in one session, with their answers.",
        tell=look_back,
    ),
    Step(
        title="Ask the public library",
        remark="Social videos that every key sees.",
        tell=ask_everyone,
    ),
    Step(
        title="Delete the video",
        remark="It is gone for good. A refusal comes under HTTP 200: look at the code.",
        tell=delete,
    ),
)


def _listed(story: Story) -> Mapping[str, Any]:
    """The one video of the library, as it stands now."""
    listed = story.ask("list_videos", json={})
    story.expect("the number of videos", seen=listed["total_count"], wanted="1")
    video: Mapping[str, Any] = listed["videos"][0]
    table = drawing.table("video_no", "video_name", "status", "length", right=("length",))
    status = drawing.status(video["status"])
    table.add_row(video["video_no"], video["video_name"], status, drawing.mmss(video["duration"]))
    story.show(table)
    return video


def _summary(story: Story, kind: str) -> Mapping[str, Any]:
    asked = {"video_no": story.video, "type": kind}
    summary: Mapping[str, Any] = story.ask("generate_summary", params=asked)
    return summary


def _posts(refs: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    return [(ref, item) for ref in refs for item in ref["refItems"] if item["type"] == "video_meta"]


def _why_it_failed(name: str) -> str:
    why = (
        f"{name} cannot be read as a video. The fake, like the service, takes any file in and "
        "looks at it only later: the upload was accepted, and parsing it ended in FAIL."
    )
    if find_spec("av") is None:
        why += " Other films than MP4 and MOV need: pip install 'memories-fake[media]'"
    return why
