"""download by bucket and blob: the uploaded file itself, by its place in storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests
from calling import Caller, data, refusal

BOATS = "https://films.example/c/harbour_boats.mp4"
BUCKET = "mavi-resource"
NOT_THERE = ("0001", "Resource does not exist")


def fetch(caller: Caller, number: str, **asked: Any) -> requests.Response:
    return caller.get("download", **{"bucket": BUCKET, "blob": f"{number}.mp4", **asked})


def test_the_file_comes_as_bytes_with_its_length_and_a_name(api: Caller, film: Path) -> None:
    number = api.film(film)
    answer = fetch(api, number)
    assert answer.status_code == 200
    assert answer.content == film.read_bytes()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Length"] == str(film.stat().st_size)
    assert answer.headers["Content-Disposition"] == f"attachment; filename={number}.mp4"


def test_it_is_there_once_the_video_is_parsed(api: Caller, film: Path) -> None:
    number = data(api.post("upload", files={"file": film.read_bytes()}))["videoNo"]
    assert refusal(fetch(api, number)) == NOT_THERE
    api.advance(seconds=60)
    assert fetch(api, number).content == film.read_bytes()


def test_the_namespace_does_not_matter(v1: Caller, film: Path) -> None:
    number = v1.film(film, unique_id="7")
    assert fetch(v1, number).content == film.read_bytes()
    assert fetch(v1, number, unique_id="8").content == film.read_bytes()


def test_where_no_file_was_kept_there_is_none(v1: Caller, film: Path) -> None:
    for number in (v1.parsed(BOATS), v1.film(film, retain_original_video="false")):
        assert refusal(fetch(v1, number)) == NOT_THERE


def test_a_failed_video_has_none(v1: Caller) -> None:
    number = data(v1.post("upload", files={"file": ("notes.txt", b"no film")}))["videoNo"]
    v1.advance(seconds=60)
    assert refusal(fetch(v1, number)) == NOT_THERE


def test_another_account_cannot_tell_it_from_an_unknown_one(api: Caller, film: Path) -> None:
    number = api.film(film)
    for asked in (number, "VI1"):
        assert refusal(fetch(api.other(), asked)) == NOT_THERE


def test_what_is_deleted_is_gone(api: Caller, film: Path) -> None:
    number = api.film(film)
    data(api.post("delete_videos", [number]))
    assert refusal(fetch(api, number)) == NOT_THERE


def test_only_whole_names_of_its_own_bucket_lead_to_it(v1: Caller, film: Path) -> None:
    number = v1.film(film)
    for bucket in ("mavi-keyframe", "mavi-public-video", "MAVI-RESOURCE", "../mavi-resource"):
        assert refusal(fetch(v1, number, bucket=bucket)) == NOT_THERE
    for blob in (
        number,
        f"{number}.mov",
        f"./{number}.mp4",
        "../../etc/hostname",
        ".mp4",
        "VI\x00",
    ):
        assert refusal(fetch(v1, number, blob=blob)) == NOT_THERE


def test_what_is_missing_is_named(api: Caller, film: Path) -> None:
    number = api.film(film)
    no_bucket = ("0001", "Bucket cannot be null or empty")
    no_blob = ("0001", "Blob cannot be null or empty")
    assert refusal(api.get("download")) == no_bucket
    assert refusal(fetch(api, number, bucket="")) == no_bucket
    assert refusal(fetch(api, number, bucket=" ")) == no_bucket
    assert refusal(fetch(api, number, blob="")) == no_blob
    assert refusal(api.get("download", bucket=BUCKET)) == no_blob
