"""upload: a film comes in as a file, with what is wished for it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from calls import said, shown, upload, videos
from fakes import fake_kept_in, fake_with, media_in

DEMO_CLIP = Path(__file__).parents[2] / "memories_fake" / "worlds" / "demo_clip.mp4"
SRT = "1\n00:00:00,200 --> 00:00:01,400\nMind the step.\n\n00:00:01,600 --> 00:00:02,800\nAhoy!\n"
VTT = "WEBVTT\n\n00:00.200 --> 00:01.400\nMind the step.\n\n00:01.600 --> 00:02.800\nAhoy!\n"
CUT_FORM = (
    b'--cut\r\nContent-Disposition: form-data; name="file"; filename="half.mp4"\r\n'
    b"Content-Type: video/mp4\r\n\r\nonly the beginning of a film"
)
FORM = "multipart/form-data; boundary=cut"


def test_an_upload_is_answered_with_number_name_and_moment(api: Caller, film: Path) -> None:
    added = data(upload(api, film.read_bytes(), "night market.mp4"))

    (listed,) = videos(api)
    assert re.fullmatch("VI[0-9]{18}", added["videoNo"])
    assert added == {
        "videoNo": listed["video_no"],
        "videoName": "night market",
        "videoStatus": "UNPARSE",
        "uploadTime": listed["create_time"],
    }
    assert listed["status"] == "UNPARSE"


def test_a_parsed_film_has_the_length_and_the_size_of_its_file(api: Caller, film: Path) -> None:
    number = api.film(film)
    (video,) = videos(api, video_no=number)
    assert (video["status"], video["cause"]) == ("PARSE", "null")
    assert video["duration"] == "3"
    assert video["size"] == str(film.stat().st_size)


def test_the_bytes_come_back_as_they_went(api: Caller, film: Path) -> None:
    number = api.film(film)
    assert api.post("download", {"video_no": number}).content == film.read_bytes()


def test_the_same_file_again_is_another_video(v1: Caller, film: Path) -> None:
    first, second = v1.film(film), v1.film(film)
    assert [video["video_no"] for video in videos(v1)] == [second, first]


def test_the_story_follows_from_the_bytes(v1: Caller, film: Path) -> None:
    mine, theirs = v1.film(film), v1.other().film(film)
    another = data(upload(v1, film.read_bytes() + bytes(1), film.name))["videoNo"]
    v1.advance(seconds=60)

    assert shown(v1, mine) == shown(v1.other(), theirs) != shown(v1, another)


def test_a_video_is_called_like_its_file(v1: Caller) -> None:
    for file_name, video_name in (
        ("ZXKH15nDQBsi.hevc.mp4", "ZXKH15nDQBsi.hevc"),
        ("港口 🚤.mp4", "港口 🚤"),
        ("no_extension", "no_extension"),
        ("../../up.mov", "up"),
        ("100%.mp4", "100%"),
        ("50%20off.mp4", "50%20off"),
        ('a "b"; c.mkv', 'a "b"; c'),
    ):
        assert data(upload(v1, b"?", file_name))["videoName"] == video_name
        assert videos(v1)[0]["video_name"] == video_name


def test_what_is_no_film_fails_when_its_time_has_come(api: Caller) -> None:
    number = data(upload(api, b"only words", "notes.txt"))["videoNo"]
    assert videos(api)[0]["status"] == "UNPARSE"

    api.advance(seconds=60)

    (video,) = videos(api)
    assert (video["video_no"], video["status"]) == (number, "FAIL")
    assert video["cause"] == "Indexing failed. "
    assert (video["duration"], video["size"]) == ("0", "10")


def test_a_failed_video_can_be_used_for_nothing(v1: Caller) -> None:
    for content in (b"only words", b""):
        number = data(upload(v1, content, "broken.mp4"))["videoNo"]
        v1.advance(seconds=60)
        assert videos(v1, video_no=number)[0]["status"] == "FAIL"
        assert data(v1.get("get_video_transcription", video_no=number)) is None
        assert data(v1.get("get_audio_transcription", video_no=number)) is None
        for refused in (
            v1.post("chat", {"video_nos": [number], "prompt": "What is it?"}),
            v1.post("download", {"video_no": number}),
            v1.get("generate_summary", video_no=number, type="TOPIC"),
        ):
            assert refusal(refused) == ("0001", f"Video is not parsed: {number}")
    assert data(v1.post("search", {"search_param": "words"})) == []


@pytest.mark.parametrize(("name", "subtitles"), [("talk.srt", SRT), ("talk.VTT", VTT)])
def test_subtitles_beside_a_film_are_what_it_says(
    api: Caller, film: Path, name: str, subtitles: str
) -> None:
    files = {
        "file": (film.name, film.read_bytes(), "video/mp4"),
        "subtitles": (name, subtitles, "text/plain"),
    }
    number = data(api.post("upload", files=files))["videoNo"]
    api.advance(seconds=60)

    assert said(api, number) == [
        {"index": 0, "content": " Mind the step.", "startTime": "0", "endTime": "2"},
        {"index": 1, "content": " Ahoy!", "startTime": "1", "endTime": "3"},
    ]


def test_subtitles_inside_a_film_are_what_it_says(v1: Caller) -> None:
    number = v1.film(DEMO_CLIP)
    lines = [row["content"] for row in said(v1, number)]
    assert len(lines) == 4
    assert lines[-1] == " Then the tide turns and the boats float free."


def test_subtitles_can_be_searched_for(v1: Caller, film: Path) -> None:
    sent = [("file", (film.name, film.read_bytes())), ("file", ("talk.srt", SRT))]
    number = data(v1.post("upload", files=sent))["videoNo"]
    v1.advance(seconds=60)
    asked = {"search_param": "who shouts ahoy", "search_type": "BY_AUDIO", "top_k": 1}
    (hit,) = data(v1.post("search", asked))
    assert (hit["videoNo"], hit["audio_ts"]) == (number, " Ahoy!")


def test_a_film_without_sound_shows_but_does_not_speak(api: Caller, silent_film: Path) -> None:
    number = api.film(silent_film)
    assert data(api.get("get_audio_transcription", video_no=number)) is None
    assert shown(api, number)


def test_a_prompt_steers_what_is_seen_and_only_that(v1: Caller, film: Path) -> None:
    plain = v1.film(film)
    steered = v1.film(film, video_transcription_prompt="red umbrellas")
    assert "red umbrellas" not in str(shown(v1, plain))
    assert "red umbrellas" in str(shown(v1, steered))
    assert said(v1, plain) == said(v1, steered)


def test_a_file_that_is_not_to_be_kept_cannot_be_downloaded(v1: Caller, film: Path) -> None:
    for word in ("false", "False", "0"):
        number = v1.film(film, retain_original_video=word)
        assert refusal(v1.post("download", {"video_no": number})) == ("0001", "video not found")
        assert videos(v1)[0]["size"] == str(film.stat().st_size)


def test_a_file_stays_on_disk_only_where_it_is_to_be_kept(tmp_path: Path, film: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        caller.film(film, retain_original_video="false")
        assert media_in(tmp_path) == []
        caller.film(film, retain_original_video="true")
        assert media_in(tmp_path) == [film.read_bytes()]


def test_a_namespace_takes_its_own_films(api: Caller, film: Path) -> None:
    number = api.film(film, unique_id="team-a")
    assert videos(api) == []
    assert videos(api, unique_id="team-a")[0]["video_no"] == number
    assert refusal(api.post("download", {"video_no": number}))[1] == "video not found"


def test_another_account_does_not_get_the_film(api: Caller, film: Path) -> None:
    number = api.film(film)
    assert videos(api.other()) == []
    assert refusal(api.other().post("download", {"video_no": number}))[1] == "video not found"


def test_both_paths_fill_one_library(api: Caller, film: Path) -> None:
    added = data(upload(api.legacy(), film.read_bytes()))
    assert set(added) == {"videoNo", "videoName", "videoStatus", "uploadTime"}
    assert videos(api)[0]["video_no"] == added["videoNo"]


def test_sloppy_uploads_are_understood(api: Caller, film: Path) -> None:
    content = film.read_bytes()
    numbers = [
        data(answer)["videoNo"]
        for answer in (
            api.post("upload", files={"file": content}),
            api.post("upload", files={"extra": (None, "field")} | _part(content)),
            upload(api, content, callback="", tags="", latitude="", nonsense="1"),
            upload(api, content, latitude="54.1", longitude="-0.5", camera_model="X100"),
            _in_chunks(api, content),
        )
    ]
    api.advance(seconds=60)
    assert [video["video_no"] for video in videos(api, status="PARSE")] == numbers[::-1]


def _part(content: bytes) -> dict[str, Any]:
    return {"file": ("film.mp4", content, "application/octet-stream")}


def _in_chunks(caller: Caller, content: bytes) -> requests.Response:
    sent = requests.Request("POST", caller.base, files=_part(content)).prepare()
    assert isinstance(sent.body, bytes)
    pieces = (sent.body[at : at + 1000] for at in range(0, len(sent.body), 1000))
    headers = {"Content-Type": sent.headers["Content-Type"]}
    return caller.send("POST", "upload", data=pieces, headers=headers)


def test_tags_are_read_in_each_way_they_are_sent(v1: Caller) -> None:
    """No answer shows tags; that 21 are too many shows that they were read."""
    for count, code in ((20, "0000"), (21, "0001")):
        tags = [f"tag-{n}" for n in range(count)]
        for form in ({"tags": tags}, {"tags[]": tags}, {"tags": json.dumps(tags)}):
            assert upload(v1, b"?", **form).json()["code"] == code
    assert len(videos(v1)) == 3


@pytest.mark.parametrize(
    ("way", "keys"),
    [
        ("full", {"videoNo", "videoName", "videoStatus", "uploadTime"}),
        ("short", {"videoNo", "videoName"}),
    ],
)
def test_dialect_upload_answer(way: str, keys: set[str]) -> None:
    with fake_with(dialect={"upload_answer": way}) as caller:
        assert set(data(upload(caller, b"?"))) == keys
        assert set(data(caller.post("upload_url", {"url": "https://films.example/a.mp4"}))) == keys
