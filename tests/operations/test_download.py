"""download: the uploaded file itself, where it was kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import upload
from fakes import fake_with
from sockets import cut_short

UNKNOWN = ("0001", "video not found")
BOATS = "https://films.example/c/harbour_boats.mp4"


def taken_in(caller: Caller, content: bytes, **form: str) -> str:
    """Upload a file and let the time pass until it is looked at."""
    number = data(upload(caller, content, **form))["videoNo"]
    caller.advance(seconds=60)
    return str(number)


def test_the_file_comes_as_bytes_with_its_length_and_a_name(api: Caller, film: Path) -> None:
    number = api.film(film)

    answer = api.post("download", {"video_no": number})

    assert answer.status_code == 200
    assert answer.content == film.read_bytes()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Length"] == str(film.stat().st_size)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="harbour walk.mp4"'


def test_each_video_has_its_own_bytes(v1: Caller, film: Path, silent_film: Path) -> None:
    numbers = {v1.film(path): path for path in (film, silent_film)}
    for number, path in numbers.items():
        assert v1.post("download", {"video_no": number}).content == path.read_bytes()


def test_it_can_be_read_piece_by_piece(api: Caller, film: Path) -> None:
    number = api.film(film)
    with api.post("download", {"video_no": number}, stream=True) as answer:
        assert b"".join(answer.iter_content(chunk_size=1000)) == film.read_bytes()


def test_downloading_changes_nothing(v1: Caller, film: Path) -> None:
    number = v1.film(film)
    before = data(v1.post("list_videos", {}))
    for _ in range(2):
        assert v1.post("download", {"video_no": number}).content == film.read_bytes()
    assert data(v1.post("list_videos", {})) == before


def test_no_name_keeps_a_file_from_being_downloaded(v1: Caller, film: Path) -> None:
    for name in ("港口 🚤.mp4", 'a "b"; c.mp4', "a\tb.mp4", "two%0D%0Alines.mp4"):
        number = taken_in(v1, film.read_bytes(), name=name)
        assert v1.post("download", {"video_no": number}).content == film.read_bytes()


def test_a_video_must_be_parsed_first(api: Caller, film: Path) -> None:
    number = data(upload(api, film.read_bytes()))["videoNo"]
    refused = api.post("download", {"video_no": number})
    assert refusal(refused) == ("0001", f"Video is not parsed: {number}")
    api.advance(seconds=60)
    assert api.post("download", {"video_no": number}).content == film.read_bytes()


def test_a_failed_video_cannot_be_downloaded(v1: Caller) -> None:
    number = taken_in(v1, b"no film", name="notes.txt")
    refused = v1.post("download", {"video_no": number})
    assert refusal(refused) == ("0001", f"Video is not parsed: {number}")


def test_what_came_by_its_address_has_no_file(api: Caller) -> None:
    number = api.parsed(BOATS)
    assert refusal(api.post("download", {"video_no": number})) == UNKNOWN


def test_what_was_not_to_be_kept_is_not_there(v1: Caller, film: Path) -> None:
    for word in ("true", "1", ""):
        number = taken_in(v1, film.read_bytes(), retain_original_video=word)
        assert v1.post("download", {"video_no": number}).content == film.read_bytes()
    number = taken_in(v1, film.read_bytes(), retain_original_video="0")
    assert refusal(v1.post("download", {"video_no": number})) == UNKNOWN


def test_a_namespace_has_its_own_files(api: Caller, film: Path) -> None:
    number = api.film(film, unique_id="7")
    assert refusal(api.post("download", {"video_no": number})) == UNKNOWN
    own = api.post("download", {"video_no": number, "unique_id": 7})
    assert own.content == film.read_bytes()


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller, film: Path) -> None:
    number = api.film(film)
    for asked in (number, "VI1"):
        assert refusal(api.other().post("download", {"video_no": asked})) == UNKNOWN


def test_a_path_is_no_number(v1: Caller, film: Path) -> None:
    v1.film(film)
    for asked in ("../../etc/hostname", "/etc/hostname", ".", "%2e%2e", "VI\x00", "V" * 5000):
        assert refusal(v1.post("download", {"video_no": asked})) == UNKNOWN


def test_sloppy_requests_are_understood(v1: Caller, film: Path) -> None:
    number = v1.film(film)
    plain = {"Content-Type": "text/plain"}
    for options in (
        {"data": b'{"video_no": "%s"}' % number.encode(), "headers": plain},
        {"data": {"video_no": number}},
        {"params": {"video_no": number}},
        {"json": {"video_no": number, "unique_id": None}, "headers": {"Accept": "*/*"}},
    ):
        assert v1.send("POST", "download", **options).content == film.read_bytes()


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({}, "0001"),
    ({"video_no": None}, "0001"),
    ({"video_no": ""}, "0001"),
    ({"videoNo": "VI1"}, "0001"),
    ({"video_no": 17}, "0001"),
    ({"video_no": ["VI1"]}, "0003"),
    ({"video_no": {"a": 1}}, "0003"),
    (["VI1"], "0003"),
    ("VI1", "0003"),
)


def test_nonsense_is_refused_in_an_envelope(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("download", body))[0]) == (body, code)


def test_a_body_that_is_cut_short_is_refused(port: Caller) -> None:
    assert refusal(cut_short(port, "download", b'{"video_no": "VI1"}'))[0] == "0003"


@pytest.mark.parametrize(("way", "is_given"), [("bytes", True), ("refused", False)])
def test_dialect_download_private(film: Path, way: str, is_given: bool) -> None:
    with fake_with(dialect={"download_private": way}) as caller:
        answer = caller.post("download", {"video_no": caller.film(film)})
        if is_given:
            assert answer.content == film.read_bytes()
        else:
            assert refusal(answer) == ("0001", "video not found")
