"""Each operation that tells of one film, against the model."""

from __future__ import annotations

from typing import Any

from stories.material import PICTURES
from stories.model import FAILED, READY, WAITING, Film
from stories.story import Home, Reply, Story
from stories.world import NO_VIDEO

BUCKET = "mavi-resource"
SHOWN = ("v1.get_video_transcription", "legacy.get_video_transcription")
SAID = ("v1.get_audio_transcription", "legacy.get_audio_transcription")
SUMMARIES = ("v1.generate_summary", "legacy.generate_summary")


def what_it_shows(story: Story, home: Home, film: Film, which: int = 0) -> list[Any] | None:
    """Both transcripts of the picture, and the captions, which are the same."""
    asked = [(name, story.ask(home, name, video_no=film.number)) for name in SHOWN]
    captions = story.ask(home, "v1.get_video_caption", video_no=film.number)
    told = [_transcript(story, home, film, reply) for _, reply in asked]
    caption = _transcript(story, home, film, captions)
    assert told == [caption, caption]
    if caption is None:
        return None
    text = str(caption)
    version = film.version(story.account(home).now_ms)
    if version:
        assert film.rewritings[version - 1].word in text
    assert not film.word or version or film.word in text
    assert not any(rewriting.word in text for rewriting in film.rewritings[version:])
    film.told.stays(f"shown {version}", caption)
    return caption


def what_it_says(story: Story, home: Home, film: Film, which: int = 0) -> list[Any] | None:
    """Both transcripts of the sound; the lines are the ones that were sent, if any were."""
    first, second = (
        _transcript(story, home, film, story.ask(home, name, video_no=film.number)) for name in SAID
    )
    assert first == second
    if _is_ready(story, home, film):
        film.told.stays("said", first)
        if film.speech is not None:
            assert [line["content"] for line in first or ()] == [f" {s}" for s in film.speech]
    return first


def speech_of(story: Story, home: Home, film: Film) -> list[Any]:
    """The lines of a parsed film, which have to be read once to be known."""
    if "said" not in film.told.facts:
        what_it_says(story, home, film)
    return film.told.facts["said"] or []


def _transcript(story: Story, home: Home, film: Film, reply: Reply) -> list[Any] | None:
    if film not in story.account(home).listed(home.namespace):
        assert reply.reason == NO_VIDEO
        return None
    told = reply.data
    if not _is_ready(story, home, film):
        assert told is None
    if told is None:
        return None
    assert told["videoNo"] == film.number
    lines: list[Any] = told["transcriptions"]
    assert [line["index"] for line in lines] == list(range(len(lines)))
    return lines


def _is_ready(story: Story, home: Home, film: Film) -> bool:
    return film in story.account(home).ready(home.namespace)


def summaries(story: Story, home: Home, film: Film, which: int = 0) -> None:
    """By topic and by chapter, on both lines."""
    refused = story.account(home).refuses_reading(home.namespace or "", film)
    version = film.version(story.account(home).now_ms)
    for kind in ("TOPIC", "CHAPTER"):
        for name in SUMMARIES:
            reply = story.ask(home, name, video_no=film.number, type=kind)
            if refused:
                assert reply.reason.startswith(refused)
            else:
                told = film.told.stays(f"{kind} {version}", reply.data)
                assert told["items"]


def metadata(story: Story, home: Home, film: Film, which: int = 0) -> None:
    """What is known of it, in the words of either year; nothing of what is not there."""
    account = story.account(home)
    newer = story.ask(home, "v1.get_metadata", video_no=film.number)
    older = story.ask(home, "v1.get_private_video_details", video_no=film.number)
    if film not in account.listed(home.namespace):
        assert newer.data is None
        assert older.reason == NO_VIDEO
        return
    status = film.status(account.now_ms)
    assert_described(newer.data, film, status)
    assert newer.data.get("resolution_label") is None or status == READY
    told = older.data
    assert (told["video_no"], told["video_name"]) == (film.number, film.name)
    assert (told["status"], told["video_url"]) == (status, film.url or "")
    assert (told["size"] is None) == (status == WAITING)


def assert_described(told: dict[str, Any], film: Film, status: str) -> None:
    """A film as the newer lists and the metadata describe it."""
    is_ready = status == READY
    assert (told["video_no"], told["video_name"], told["status"]) == (
        film.number,
        film.name,
        status,
    )
    assert ("cause" in told) == (status == FAILED)
    assert ("size" in told) == (status != WAITING)
    if film.sent and status != WAITING:
        assert told["size"] == len(film.sent)
    assert tuple(told.get("tags", ())) == (film.tags if is_ready else ())
    assert told.get("camera_model") == (film.camera if is_ready else None)
    place = (told["latitude"], told["longitude"]) if "latitude" in told else None
    assert place == (film.place if is_ready else None)
    blob = f"{film.number}.mp4" if is_ready and film.is_kept else None
    assert (told.get("bucket"), told.get("blob")) == (blob and BUCKET, blob)
    assert (told["duration"] > 0) == is_ready
    if is_ready:
        film.told.stays("duration", told["duration"])
    film.told.stays("created", told["create_time"])


def bytes_of_it(story: Story, home: Home, film: Film, which: int = 0) -> None:
    """The file that was sent, by number and, in whatever namespace it lies, by its place."""
    account = story.account(home)
    by_number = story.ask(home, "v1.download", video_no=film.number)
    refused = account.refuses_reading(home.namespace or "", film)
    if refused or not film.is_kept:
        assert by_number.reason.startswith(refused or NO_VIDEO)
    else:
        assert by_number.response.content == film.sent
    asked = {"bucket": BUCKET, "blob": f"{film.number}.mp4"}
    by_place = story.ask(Home(home.key, None), "v1.download_by_blob", **asked)
    if film in account.ready(None) and film.is_kept:
        assert by_place.response.content == film.sent
    else:
        assert by_place.reason == "Resource does not exist"


def clips_like_pictures(story: Story, home: Home, film: Film, which: int = 0) -> None:
    """The second at which it shows each picture."""
    refused = story.account(home).refuses_reading(home.namespace or "", film)
    for scene, picture in PICTURES.items():
        reply = story.ask(
            home,
            "v1.search_clips_by_image",
            video_no=film.number,
            prompt="boats",
            files={"file": ("picture.png", picture, "image/png")},
        )
        if refused:
            assert reply.reason.startswith(refused)
            continue
        found = [(clip["start_time"], clip["end_time"]) for clip in reply.data]
        assert found == [(at, at + 1) for at, name in enumerate(film.scenes) if name == scene]


READINGS = (what_it_shows, what_it_says, summaries, metadata, bytes_of_it, clips_like_pictures)
