"""How the account stood when each recording was made: brought about anew in a fake.

What a situation needs to say (a title, a phrase that somebody speaks) it takes from the recording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calling import Caller, data, make_clip
from picture_making import encoded, harbour, kitchen, make_film
from recordings import Recording

ALL_OF_IT = "the whole body"
SONG = "https://www.youtube.com/watch?v=AbCdEfGhIjK"


@dataclass(frozen=True)
class Stage:
    """Where a situation is brought about: an account of a fresh fake, a folder for films."""

    caller: Caller
    recording: Recording
    folder: Path


@dataclass(frozen=True)
class Ready:
    """What takes the place of that in the recorded call which was of its own day."""

    instead: Mapping[str, Any] = field(default_factory=dict)
    file: bytes = b""
    call: tuple[str, str] | None = None


@dataclass(frozen=True)
class Situation:
    """How to bring it about, in a fake with which settings; `also` names what only we answer."""

    bring_about: Callable[[Stage], Ready]
    settings: Mapping[str, Any] = field(default_factory=dict)
    also: frozenset[str] = frozenset()


def nothing_yet(_stage: Stage) -> Ready:
    """An account that has just been opened."""
    return Ready()


def a_film_at_hand(stage: Stage) -> Ready:
    """A film that can be sent."""
    return Ready(file=_film(stage).read_bytes())


def a_parsed_video(stage: Stage) -> Ready:
    """One video, by its address, that has been parsed."""
    return Ready({"video_no": stage.caller.parsed()})


def a_parsed_video_to_chat_about(stage: Stage) -> Ready:
    return Ready({"video_nos": [stage.caller.parsed()]})


def a_namespace_with_a_parsed_video(stage: Stage) -> Ready:
    number = stage.caller.parsed(unique_id="workspace")
    return Ready({"video_nos": [number], "unique_id": "workspace"})


def a_silent_video(stage: Stage) -> Ready:
    film = make_clip(stage.folder / "silent.mp4", seconds=2, width=64, height=48, with_sound=False)
    return Ready({"video_no": stage.caller.film(film)})


def a_video_that_speaks(stage: Stage) -> Ready:
    """A film with its subtitles beside it."""
    return Ready({"video_no": _spoken(stage, "Good evening to everybody out there.")})


def a_video_that_speaks_the_phrase(stage: Stage) -> Ready:
    """A film in which somebody says what is asked for."""
    _spoken(stage, stage.recording.parameter("query"))
    return Ready()


def a_video_that_shows_the_picture(stage: Stage) -> Ready:
    """A film, and a picture that is nearly one of its frames."""
    stage.caller.film(make_film(stage.folder / "boat.mp4", [(harbour(), 2), (kitchen(), 2)]))
    return Ready(file=encoded(harbour(), "JPEG"))


def several_parsed_videos(stage: Stage) -> Ready:
    for name in ("harbour_boats", "night_market", "tram_ride"):
        stage.caller.parsed(f"https://films.example/{name}.mp4")
    return Ready()


def videos_in_every_state(stage: Stage) -> Ready:
    """One parsed, one that failed, and one that waits."""
    stage.caller.film(_film(stage))
    _upload(stage, b"no film")
    stage.caller.advance(seconds=60)
    _upload(stage, _film(stage).read_bytes())
    return Ready()


def videos_just_uploaded(stage: Stage) -> Ready:
    """One from before, and one more a moment ago."""
    stage.caller.film(_film(stage))
    _upload(stage, _film(stage).read_bytes())
    return Ready()


def conversations(stage: Stage) -> Ready:
    number = stage.caller.parsed()
    for prompt in ("Who is in the boat?", "When does it leave?"):
        _chat(stage, number, prompt)
    return Ready()


def a_conversation(stage: Stage) -> Ready:
    return Ready({"session_id": _chat(stage, stage.caller.parsed(), "What are the highlights?")})


def a_sample_conversation(stage: Stage) -> Ready:
    """One that every account begins with."""
    listed = data(stage.caller.get("list_sessions"))["sessions"]
    return Ready({"sessionId": listed[0]["sessionId"]})


def two_videos_to_delete(stage: Stage) -> Ready:
    return Ready({ALL_OF_IT: [stage.caller.parsed(), stage.caller.parsed()]})


def two_videos_deleted_before(stage: Stage) -> Ready:
    numbers = [stage.caller.parsed(), stage.caller.parsed()]
    data(stage.caller.post("delete_videos", numbers))
    return Ready({ALL_OF_IT: numbers})


def a_public_post(stage: Stage) -> Ready:
    rows = data(stage.caller.post("search_public", {"search_param": "people bake bread"}))
    return Ready({"video_no": rows[0]["videoNo"]})


def an_import_that_is_done(stage: Stage) -> Ready:
    task = _import(stage, "scraper_url", video_urls=[SONG])
    stage.caller.advance(seconds=60)
    return Ready({"task_id": task})


def an_import_that_downloads(stage: Stage) -> Ready:
    """All that a creator has posted, begun a moment ago."""
    creator = "https://www.instagram.com/harbour_hands/"
    return Ready({"task_id": _import(stage, "scraper_public", username=creator, scraper_cnt=2)})


def no_such_path(_stage: Stage) -> Ready:
    return Ready(call=("GET", "/api"))


def _film(stage: Stage) -> Path:
    path = stage.folder / "film.mp4"
    return path if path.exists() else make_clip(path, seconds=2, width=64, height=48)


def _upload(stage: Stage, content: bytes) -> None:
    files = {"file": ("film.mp4", content, "video/mp4")}
    data(stage.caller.post("upload", files=files))


def _spoken(stage: Stage, line: str) -> str:
    files = [
        ("file", ("talk.mp4", _film(stage).read_bytes(), "video/mp4")),
        ("file", ("talk.srt", f"1\n00:00:00,000 --> 00:00:02,000\n{line}\n".encode())),
    ]
    number: str = data(stage.caller.post("upload", files=files))["videoNo"]
    stage.caller.advance(seconds=60)
    return number


def _chat(stage: Stage, number: str, prompt: str) -> str:
    asked = {"video_nos": [number], "prompt": prompt}
    session: str = data(stage.caller.post("chat", asked))["session_id"]
    return session


def _import(stage: Stage, operation: str, **asked: Any) -> str:
    task: str = data(stage.caller.post(operation, asked))["taskId"]
    return task


# Switches that make the fake speak as it did on the day of the recording.
SHORT = {"dialect": {"upload_answer": "short"}}
NO_REFS = {"dialect": {"chat_refs": "none"}}
REFS_IN_THINKINGS = {"dialect": {"chat_refs": "thinkings"}}
NO_SIZE = {"dialect": {"listed_size": "none"}}
SAMPLES = {"world": "demo"}

# What later documents add to a recorded answer.
# What somebody who reports an answer in part leaves out.
OF_AN_ENVELOPE = frozenset({"msg", "success", "failed"})
OF_A_TASK = frozenset({"data.taskId", "data.video_ids"})
OF_A_POST = frozenset(
    f"data.{name}"
    for name in (
        *("like_count", "share_count", "comment_count", "view_count", "collect_count"),
        *("text_language", "music_name", "hash_tag", "publish_time"),
    )
)

SITUATIONS: Mapping[str, Situation] = {
    "v1.jsonl:1": Situation(nothing_yet, SHORT),
    "v1.jsonl:2": Situation(a_parsed_video),
    "v1.jsonl:3": Situation(several_parsed_videos),
    "v1.jsonl:4": Situation(a_parsed_video_to_chat_about, NO_REFS),
    "v1.jsonl:5": Situation(nothing_yet, REFS_IN_THINKINGS),
    "v1.jsonl:6": Situation(a_parsed_video),
    "v1.jsonl:7": Situation(a_silent_video),
    "v1.jsonl:8": Situation(a_parsed_video),
    "v1.jsonl:9": Situation(videos_in_every_state, SAMPLES),
    "v1.jsonl:10": Situation(conversations, SAMPLES),
    "v1.jsonl:11": Situation(a_sample_conversation, SAMPLES),
    "v1.jsonl:12": Situation(two_videos_to_delete),
    "v1.jsonl:13": Situation(nothing_yet),
    "v1.jsonl:14": Situation(a_public_post),
    "v1.jsonl:15": Situation(a_public_post),
    "v1.jsonl:16": Situation(a_public_post, also=OF_A_POST),
    "v1.jsonl:17": Situation(nothing_yet),
    "v1.jsonl:18": Situation(an_import_that_is_done, also=OF_A_TASK),
    "v1.jsonl:19": Situation(a_video_that_shows_the_picture),
    "v1.jsonl:20": Situation(a_video_that_speaks_the_phrase),
    "v1.jsonl:21": Situation(a_video_that_speaks),
    **{f"v1.jsonl:{line}": Situation(a_film_at_hand, SHORT) for line in range(22, 32)},
    "v1.jsonl:32": Situation(videos_just_uploaded, NO_SIZE),
    "v1.jsonl:33": Situation(a_video_that_shows_the_picture),
    "v1.jsonl:34": Situation(a_video_that_speaks_the_phrase),
    "v1.jsonl:35": Situation(a_namespace_with_a_parsed_video, NO_REFS),
    "v1.jsonl:36": Situation(an_import_that_downloads, also=OF_A_TASK | OF_AN_ENVELOPE),
    "v1.jsonl:39": Situation(no_such_path),
    "visual_search.jsonl:1": Situation(nothing_yet, SHORT),
    "visual_search.jsonl:2": Situation(a_parsed_video),
    "visual_search.jsonl:3": Situation(several_parsed_videos),
    "visual_search.jsonl:4": Situation(a_parsed_video_to_chat_about, NO_REFS),
    "visual_search.jsonl:5": Situation(a_parsed_video),
    "visual_search.jsonl:6": Situation(a_video_that_speaks),
    "visual_search.jsonl:7": Situation(a_parsed_video),
    "visual_search.jsonl:8": Situation(several_parsed_videos),
    "visual_search.jsonl:9": Situation(conversations),
    "visual_search.jsonl:10": Situation(a_conversation, NO_REFS),
    "visual_search.jsonl:11": Situation(two_videos_deleted_before),
    "visual_search.jsonl:14": Situation(no_such_path),
}
