"""upload: what is refused, and that nothing is left of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import upload, videos
from fakes import fake_kept_in, fake_with, media_in
from sockets import Cut, cut_short, cut_short_in_chunks

SRT = "1\n00:00:00,200 --> 00:00:01,400\nMind the step.\n"
CUT_FORM = (
    b'--cut\r\nContent-Disposition: form-data; name="file"; filename="half.mp4"\r\n'
    b"Content-Type: video/mp4\r\n\r\nonly the beginning of a film"
)
FORM = "multipart/form-data; boundary=cut"
NONSENSE: tuple[tuple[Any, str], ...] = (
    ({"latitude": "north"}, "0003"),
    ({"latitude": "91"}, "0001"),
    ({"latitude": "nan"}, "0003"),
    ({"longitude": "-180.5"}, "0001"),
    ({"datetime_taken": "yesterday"}, "0001"),
    ({"camera_model": "x" * 201}, "0001"),
    ({"callback": "https://callback.example/" + "x" * 300}, "0001"),
    ({"tags": '["not closed'}, "0003"),
    ({"tags": '[{"a": 1}]'}, "0003"),
    ({"retain_original_video": "perhaps"}, "0003"),
)


def test_bad_fields_are_refused_and_nothing_is_added(v1: Caller, film: Path) -> None:
    for form, code in NONSENSE:
        assert (form, refusal(upload(v1, film.read_bytes(), **form))[0]) == (form, code)
    assert videos(v1) == []


def test_without_a_film_there_is_no_upload(api: Caller) -> None:
    missing = ("0001", "The file parameter cannot be empty!")
    for options in (
        {},
        {"json": {"file": "harbour.mp4"}},
        {"data": {"file": "harbour.mp4"}},
        {"files": {"video": ("harbour.mp4", b"in another field")}},
        {"files": {"file": (None, b"a field and no file")}},
        {"files": {"file": ("talk.srt", SRT)}},
    ):
        assert refusal(api.post("upload", **options)) == missing
    assert videos(api) == []


def test_what_is_no_form_is_refused(v1: Caller) -> None:
    for content_type, body in (
        ("multipart/form-data", b"without a boundary"),
        (FORM, b"nothing that has parts"),
        ("video/mp4", b"\x00\x00\x00 ftypisom"),
        ("application/json", b"[1]"),
    ):
        headers = {"Content-Type": content_type}
        assert refusal(v1.post("upload", data=body, headers=headers))[0] == "0003"
    assert videos(v1) == []


def test_broken_subtitles_are_refused_with_the_place(v1: Caller, film: Path) -> None:
    files = {"file": film.read_bytes(), "subtitles": ("talk.srt", "1\nnot a time\nAhoy!\n")}
    code, message = refusal(v1.post("upload", files=files))
    assert code == "0003"
    assert message.startswith("talk.srt: line 2")
    assert videos(v1) == []


@pytest.mark.parametrize("cut", [cut_short, cut_short_in_chunks])
def test_an_upload_that_is_cut_short_leaves_nothing(tmp_path: Path, cut: Cut) -> None:
    with fake_kept_in(tmp_path) as caller:
        assert refusal(cut(caller, "upload", CUT_FORM, FORM))[0] == "0003"
        assert videos(caller) == []
        assert media_in(tmp_path) == []


def test_a_refused_upload_leaves_nothing_on_disk(tmp_path: Path, film: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        assert refusal(upload(caller, film.read_bytes(), latitude="91"))[0] == "0001"
        assert media_in(tmp_path) == []


@pytest.mark.parametrize(("way", "is_picky"), [("any", False), ("2026", True)])
def test_dialect_film_kinds(film: Path, way: str, is_picky: bool) -> None:
    content = film.read_bytes()
    with fake_with(dialect={"film_kinds": way}) as caller:
        for name, media_type in (
            ("harbour.webm", "video/webm"),
            ("harbour", "video/mp4"),
            ("harbour.mp4", "application/octet-stream"),
            ("harbour.mp4", ""),
        ):
            answer = caller.post("upload", files={"file": (name, content, media_type)})
            assert (answer.json()["code"] == "0001") is is_picky, (name, media_type)
        for name in ("harbour.MOV", "harbour.mkv"):
            data(caller.post("upload", files={"file": (name, content, "video/quicktime")}))
        assert len(videos(caller)) == (2 if is_picky else 6)


def test_dialect_film_kinds_bounds_the_size(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memories_fake.wire.receiving.MOST_FILM_BYTES", film.stat().st_size - 1)
    with fake_with(dialect={"film_kinds": "2026"}) as caller:
        told = refusal(upload(caller, film.read_bytes()))
        assert told == ("0001", "The file parameter is invalid: it is larger than 3 GB")
