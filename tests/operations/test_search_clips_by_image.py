"""search_clips_by_image: the stretches of one video that look like a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from fakes import fake_with
from picture_calls import with_picture
from picture_making import encoded, harbour, kitchen, make_film, part_of, street

from memories_client import Memories

OPERATION = "search_clips_by_image"
PROMPT = "the boat at the quay"


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a harbour, two of a kitchen, one of the harbour again."""
    path = tmp_path_factory.mktemp("films") / "a day.mp4"
    return make_film(path, [(harbour(), 2), (kitchen(), 2), (harbour(), 1)])


def clips(caller: Caller, number: str, picture: Any, **form: str) -> list[dict[str, float]]:
    asked = {"video_no": number, "prompt": PROMPT, **form}
    rows: list[dict[str, float]] = data(with_picture(caller, OPERATION, picture, **asked))
    return rows


def spans(rows: list[dict[str, float]]) -> list[tuple[float, float]]:
    return sorted((row["start_time"], row["end_time"]) for row in rows)


def test_seconds_in_a_row_are_one_clip(api: Caller, day: Path) -> None:
    number = api.film(day)

    rows = clips(api, number, harbour())

    assert spans(rows) == [(0.0, 2.0), (4.0, 5.0)]
    for row in rows:
        assert set(row) == {"start_time", "end_time", "score"}
        assert {type(value) for value in row.values()} == {float}
        assert 0.85 < row["score"] <= 1
    assert spans(clips(api, number, part_of(kitchen(), 0.8))) == [(2.0, 4.0)]
    assert clips(api, number, street()) == []


def test_the_best_comes_first(v1: Caller, day: Path) -> None:
    scores = [row["score"] for row in clips(v1, v1.film(day), harbour())]
    assert scores == sorted(scores, reverse=True)


def test_a_prompt_that_fits_what_is_shown_scores_more(v1: Caller, day: Path) -> None:
    number = v1.film(day)
    shown = data(v1.get("get_video_transcription", video_no=number))["transcriptions"]
    fitting = clips(v1, number, kitchen(), prompt=shown[0]["content"])
    foreign = clips(v1, number, kitchen(), prompt="xylophone zeppelin")
    assert fitting[0]["score"] > foreign[0]["score"]
    assert spans(fitting) == spans(foreign)


def test_only_the_named_video_is_looked_at(v1: Caller, day: Path, film: Path) -> None:
    v1.film(day)
    assert clips(v1, v1.film(film), harbour()) == []


def test_the_prompt_and_the_video_are_required(api: Caller, day: Path) -> None:
    number = api.film(day)
    for lacking in ({"video_no": number}, {"video_no": number, "prompt": " "}):
        assert refusal(with_picture(api, OPERATION, harbour(), **lacking)) == (
            "0001",
            "The prompt parameter cannot be empty!",
        )
    assert refusal(with_picture(api, OPERATION, harbour(), prompt=PROMPT)) == (
        "0001",
        "The video_no parameter cannot be empty!",
    )


def test_a_picture_that_lacks_or_is_none_is_refused(api: Caller, day: Path) -> None:
    asked = {"video_no": api.film(day), "prompt": PROMPT}
    lacking = ("0001", "The file parameter cannot be empty!")
    assert refusal(api.post(OPERATION, data=asked)) == lacking
    assert refusal(with_picture(api, OPERATION, b"only words", **asked))[0] == "0001"


def test_a_video_that_is_not_there_or_not_parsed_is_refused(v1: Caller, day: Path) -> None:
    sent = {"file": (day.name, day.read_bytes(), "video/mp4")}
    number = data(v1.post("upload", files=sent))["videoNo"]
    asked = {"video_no": number, "prompt": PROMPT}
    assert refusal(with_picture(v1, OPERATION, harbour(), **asked)) == (
        "0001",
        f"Video is not parsed: {number}",
    )
    v1.advance(seconds=60)
    assert clips(v1, number, harbour())
    not_found = ("0001", "video not found")
    elsewhere = {**asked, "unique_id": "team-a"}
    assert refusal(with_picture(v1, OPERATION, harbour(), **elsewhere)) == not_found
    assert refusal(with_picture(v1.other(), OPERATION, harbour(), **asked)) == not_found
    data(v1.post("delete_videos", [number]))
    assert refusal(with_picture(v1, OPERATION, harbour(), **asked)) == not_found


def test_the_client_finds_them(v1: Caller, day: Path, tmp_path: Path) -> None:
    number = v1.film(day)
    (tmp_path / "kitchen.png").write_bytes(encoded(kitchen()))
    with Memories(v1.key, v1.base) as client:
        (clip,) = client.search_clips_by_image(tmp_path / "kitchen.png", number, PROMPT)
    assert (clip.start_seconds, clip.end_seconds) == (2.0, 4.0)
    assert clip.score is not None


def test_dialect_storage_fields_of_clips(day: Path) -> None:
    for way, places in (("absent", set()), ("present", {"video_bucket", "video_blob"})):
        with fake_with(dialect={"storage_fields": way}) as caller:
            number = caller.film(day)
            for row in clips(caller, number, harbour()):
                assert row.keys() - {"start_time", "end_time", "score"} == places
                assert row.get("video_blob") == (f"{number}.mp4" if places else None)
