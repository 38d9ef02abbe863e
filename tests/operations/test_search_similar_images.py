"""search_similar_images: moments of one's own videos that look like a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from fakes import fake_kept_in, fake_with
from picture_calls import Items, with_picture
from picture_making import encoded, harbour, kitchen, make_film, part_of, street
from PIL import Image

from memories_client import Memories

OPERATION = "search_similar_images"


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a harbour, two of a kitchen, one of the harbour again."""
    path = tmp_path_factory.mktemp("films") / "a day.mp4"
    return make_film(path, [(harbour(), 2), (kitchen(), 2), (harbour(), 1)])


def similar(caller: Caller, picture: Image.Image | bytes, **form: Any) -> Items:
    rows: Items = data(with_picture(caller, OPERATION, picture, **form))
    return rows


def starts(rows: Items) -> list[str]:
    return sorted(row["startTime"] for row in rows)


def test_a_new_account_has_nothing_alike(api: Caller) -> None:
    assert similar(api, harbour()) == []


def test_the_seconds_that_show_the_picture_are_found(api: Caller, day: Path) -> None:
    number = api.film(day)

    rows = similar(api, harbour())

    assert starts(rows) == ["0", "1", "4"]
    for row in rows:
        assert set(row) == {"videoNo", "videoName", "startTime", "score"}
        assert (row["videoNo"], row["videoName"]) == (number, "a day")
        assert isinstance(row["score"], float)
        assert 0.98 < row["score"] <= 1
    assert starts(similar(api, kitchen())) == ["2", "3"]
    assert similar(api, street()) == []


@pytest.mark.parametrize(
    "picture",
    [
        part_of(harbour(), 0.8),
        harbour().resize((200, 150)),
        encoded(harbour(), "JPEG", quality=20),
        encoded(harbour(), "WEBP"),
    ],
    ids=["a part", "another size", "a poor JPEG", "WebP"],
)
def test_a_changed_picture_is_found_too(v1: Caller, day: Path, picture: Any) -> None:
    v1.film(day)
    assert starts(similar(v1, picture)) == ["0", "1", "4"]


def test_the_best_comes_first(v1: Caller, day: Path) -> None:
    v1.film(day)
    rows = similar(v1, part_of(harbour(), 0.9), similarity="0")
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert starts(rows) == ["0", "1", "2", "3", "4"]
    assert starts(rows[:3]) == ["0", "1", "4"]


def test_no_row_is_scored_less_than_asked_for(v1: Caller, day: Path) -> None:
    v1.film(day)
    everything = similar(v1, part_of(harbour(), 0.8), similarity="0")
    for least in ("0.3", "0.9", "1"):
        kept = [row for row in everything if row["score"] >= float(least)]
        assert similar(v1, part_of(harbour(), 0.8), similarity=least) == kept
    kept = [row for row in everything if row["score"] >= 0.85]
    assert similar(v1, part_of(harbour(), 0.8)) == kept
    assert similar(v1, part_of(harbour(), 0.8), similarity="") == kept


def test_only_parsed_videos_are_looked_at(v1: Caller, day: Path) -> None:
    sent = {"file": (day.name, day.read_bytes(), "video/mp4")}
    data(v1.post("upload", files=sent))
    assert similar(v1, harbour()) == []
    v1.advance(seconds=60)
    assert starts(similar(v1, harbour())) == ["0", "1", "4"]


def test_a_film_known_by_its_address_has_no_pictures(v1: Caller) -> None:
    v1.parsed()
    assert similar(v1, harbour(), similarity="0") == []


def test_a_deleted_video_is_not_found_and_leaves_no_frames(v1: Caller, day: Path) -> None:
    gone, kept = v1.film(day), v1.film(day)
    data(v1.post("delete_videos", [gone]))
    assert {row["videoNo"] for row in similar(v1, harbour())} == {kept}
    with v1.fake.services.store.transaction() as connection:
        left = (
            connection.exec_driver_sql(
                "select distinct video from frames where account != 'public'"
            )
            .scalars()
            .all()
        )
    assert left == [kept]


def test_frames_remain_where_the_original_was_not_kept(v1: Caller, day: Path) -> None:
    v1.film(day, retain_original_video="false")
    assert starts(similar(v1, harbour())) == ["0", "1", "4"]


def test_frames_are_kept_with_the_store(tmp_path: Path, day: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        number = caller.film(day)
    with fake_kept_in(tmp_path) as caller:
        caller.advance(seconds=60)
        assert {row["videoNo"] for row in similar(caller, harbour())} == {number}


def test_a_namespace_finds_its_own_and_another_account_nothing(api: Caller, day: Path) -> None:
    number = api.film(day, unique_id="team-a")
    assert similar(api, harbour()) == []
    assert {row["videoNo"] for row in similar(api, harbour(), unique_id="team-a")} == {number}
    assert similar(api.other(), harbour(), unique_id="team-a") == []


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"similarity": "1.01"}, "0001"),
        ({"similarity": "-0.1"}, "0001"),
        ({"similarity": "much"}, "0003"),
        ({"similarity": "nan"}, "0003"),
    ],
)
def test_nonsense_is_refused(v1: Caller, form: dict[str, str], code: str) -> None:
    assert refusal(with_picture(v1, OPERATION, harbour(), **form))[0] == code


def test_a_picture_that_lacks_or_is_none_is_refused(api: Caller) -> None:
    lacking = ("0001", "The file parameter cannot be empty!")
    assert refusal(api.post(OPERATION, data={"similarity": "0.5"})) == lacking
    for content in (b"", b"only words", encoded(harbour())[:100]):
        code, message = refusal(with_picture(api, OPERATION, content))
        assert code == "0001"
        assert "file" in message


def test_without_pillow_films_come_in_and_pictures_do_not(
    v1: Caller, day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = encoded(harbour())
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "PIL", None)
        v1.film(day)
        assert "memories-fake[media]" in refusal(with_picture(v1, OPERATION, content))[1]
    assert similar(v1, content) == []


def test_the_client_finds_them(v1: Caller, day: Path, tmp_path: Path) -> None:
    number = v1.film(day)
    (tmp_path / "kitchen.jpg").write_bytes(encoded(kitchen(), "JPEG"))
    with Memories(v1.key, v1.base) as client:
        hits = client.search_similar_images(tmp_path / "kitchen.jpg", similarity=0.9)
    assert sorted((hit.video_no, hit.start_seconds) for hit in hits) == [(number, 2), (number, 3)]


@pytest.mark.parametrize(("way", "has_end"), [("absent", False), ("present", True)])
def test_dialect_similar_end_time(way: str, has_end: bool, day: Path) -> None:
    with fake_with(dialect={"similar_end_time": way}) as caller:
        caller.film(day)
        rows = similar(caller, kitchen())
        assert len(rows) == 2
        assert all(("endTime" in row) is has_end for row in rows)
        if has_end:
            ends = {(row["startTime"], row["endTime"]) for row in rows}
            assert ends == {("2", "3"), ("3", "4")}


def test_dialect_storage_fields_of_likeness(day: Path) -> None:
    for way, place in (("absent", None), ("present", "mavi-resource")):
        with fake_with(dialect={"storage_fields": way}) as caller:
            number = caller.film(day)
            row = similar(caller, kitchen())[0]
            assert row.get("video_bucket") == place
            assert row.get("video_blob") == (place and f"{number}.mp4")
            assert ("keyframe_blob" in row) == (row.get("keyframe_bucket") == "mavi-keyframe")
            assert ("keyframe_blob" in row) is (way == "present")
