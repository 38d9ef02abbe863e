"""upload_img: images come in as files, all of them or none."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from calling import Caller, data, refusal
from fakes import fake_kept_in, fake_with, media_in
from picture_calls import upload_img
from picture_making import encoded, harbour, kitchen, street

from memories_client import Memories


def listed(caller: Caller, **asked: str) -> list[str]:
    return [row["image_no"] for row in data(caller.post("img_list_page", asked))["images"]]


def test_each_image_gets_a_number_in_the_order_sent(api: Caller) -> None:
    rows = data(upload_img(api, ("quay wall.png", harbour()), ("b.jpg", kitchen())))

    first, second = rows
    assert re.fullmatch("[0-9]{18}", first["id"])
    assert int(second["id"]) == int(first["id"]) + 1
    assert first == {
        "id": first["id"],
        "imageNo": first["id"],
        "imageName": "quay wall",
        "uploadStatus": "UNPARSE",
        "uploadTime": first["uploadTime"],
    }
    assert first["uploadTime"].isdigit()
    assert listed(api) == [second["id"], first["id"]]


def test_later_images_have_greater_numbers(v1: Caller) -> None:
    numbers = [int(data(upload_img(v1, ("a.png", harbour())))[0]["id"]) for _ in range(3)]
    assert numbers == sorted(set(numbers))


def test_every_kind_of_picture_is_taken_whatever_it_is_called(v1: Caller) -> None:
    for kind in ("JPEG", "PNG", "GIF", "BMP", "WEBP"):
        (row,) = data(upload_img(v1, ("picture", encoded(street(), kind))))
        assert row["imageName"] == "picture"


def test_one_invalid_file_rejects_the_whole_batch(api: Caller) -> None:
    good = ("quay.png", harbour())
    for name, bad in (
        ("notes.png", b"only words"),
        ("empty.png", b""),
        ("half.png", encoded(kitchen())[:200]),
        ("large.png", encoded(kitchen()) + b"\0" * 20 * 1024 * 1024),
    ):
        code, message = refusal(upload_img(api, good, (name, bad)))
        assert code == "0001"
        assert name in message
        assert "files" in message
    assert listed(api) == []


def test_a_rejected_batch_leaves_nothing_behind(tmp_path: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        refusal(upload_img(caller, ("quay.png", harbour()), ("notes.png", b"only words")))
        assert media_in(tmp_path) == []
        upload_img(caller, ("quay.png", harbour()))
        assert media_in(tmp_path) == [encoded(harbour())]


def test_files_that_lack_are_named(api: Caller) -> None:
    lacking = ("0001", "The files parameter cannot be empty!")
    assert refusal(api.post("upload_img", {})) == lacking
    assert refusal(api.post("upload_img", data={"tags": "quay"})) == lacking


@pytest.mark.parametrize(
    "form",
    [
        {"latitude": "91"},
        {"longitude": "east"},
        {"datetime_taken": "yesterday"},
        {"camera_model": "x" * 201},
        {"tags": [f"tag {number}" for number in range(51)]},
    ],
)
def test_nonsense_about_the_taking_is_refused(v1: Caller, form: dict[str, str]) -> None:
    assert refusal(upload_img(v1, ("a.png", harbour()), **form))[0] in {"0001", "0003"}
    assert listed(v1) == []


def test_fifty_tags_are_allowed(v1: Caller) -> None:
    tags = [f"tag {number}" for number in range(50)]
    assert data(upload_img(v1, ("a.png", harbour()), tags=tags))


def test_images_and_videos_do_not_mix(v1: Caller) -> None:
    upload_img(v1, ("quay.png", harbour()))
    assert data(v1.post("list_videos", {}))["videos"] == []
    v1.advance(seconds=60)
    assert data(v1.post("search", {"search_param": "quay"})) == []


def test_a_namespace_holds_its_own_and_another_account_sees_nothing(api: Caller) -> None:
    (row,) = data(upload_img(api, ("quay.png", harbour()), unique_id="team-a"))
    assert listed(api) == []
    assert listed(api, unique_id="team-a") == [row["id"]]
    assert listed(api.other(), unique_id="team-a") == []


def test_images_are_kept_and_new_ones_get_new_numbers(tmp_path: Path) -> None:
    with fake_kept_in(tmp_path) as caller:
        (old,) = data(upload_img(caller, ("quay.png", harbour())))
    with fake_kept_in(tmp_path) as caller:
        assert listed(caller) == [old["id"]]
        (new,) = data(upload_img(caller, ("wall.png", harbour())))
        assert int(new["id"]) > int(old["id"])


def test_without_pillow_it_says_what_is_missing(
    v1: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = encoded(harbour())
    monkeypatch.setitem(sys.modules, "PIL", None)
    code, message = refusal(upload_img(v1, ("quay.png", content)))
    assert code == "0001"
    assert "memories-fake[media]" in message


def test_the_client_uploads_and_lists(v1: Caller, tmp_path: Path) -> None:
    (tmp_path / "quay.png").write_bytes(encoded(harbour()))
    with Memories(v1.key, v1.base, unique_id="team-a") as client:
        (image,) = client.upload_img(tmp_path / "quay.png", tags=["wall"], latitude=50.1)
        assert (image.image_name, image.status) == ("quay", "UNPARSE")
        assert image.uploaded_at is not None
        page = client.img_list_page(page_size=5)
    assert ([found.image_no for found in page], page.total) == ([image.image_no], 1)


def test_dialect_image_numbers() -> None:
    for way, kind in (("text", str), ("number", int)):
        with fake_with(dialect={"image_numbers": way}) as caller:
            taken = "2025-09-07 22:52:00"
            (row,) = data(upload_img(caller, ("quay.png", harbour()), datetime_taken=taken))
            caller.advance(seconds=60)
            asked = {"search_param": "quay", "search_type": "BY_IMAGE"}
            page = data(caller.post("search", asked))
            (item,) = page["item"]
            assert {type(row["id"]), type(item["id"]), type(page["total_count"])} == {kind}
            assert item["datetime_taken"] == kind(1757285520000)


@pytest.mark.parametrize(("way", "keys"), [("full", 5), ("short", 1)])
def test_the_dialect_of_uploads_holds_for_images(way: str, keys: int) -> None:
    with fake_with(dialect={"upload_answer": way}) as caller:
        (row,) = data(upload_img(caller, ("quay.png", harbour())))
        assert len(row) == keys
        assert "id" in row
