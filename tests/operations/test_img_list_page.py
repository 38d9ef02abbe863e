"""img_list_page: the images of a namespace, page by page."""

from __future__ import annotations

import pytest
from calling import Caller, data, refusal
from picture_calls import upload_img
from picture_making import harbour


def test_a_new_account_has_no_images(api: Caller) -> None:
    assert data(api.post("img_list_page", {})) == {
        "images": [],
        "current_page": 1,
        "page_size": 20,
        "total_count": "0",
    }


def test_an_image_is_parsed_when_its_time_has_come(api: Caller) -> None:
    (row,) = data(upload_img(api, ("quay wall.png", harbour())))

    (waiting,) = data(api.post("img_list_page", {}))["images"]
    api.advance(seconds=60)
    (ready,) = data(api.post("img_list_page", {}))["images"]

    assert waiting == {
        "image_no": row["id"],
        "image_name": "quay wall",
        "status": "UNPARSE",
        "upload_time": row["uploadTime"],
    }
    assert ready == {**waiting, "status": "PARSE"}


def test_the_newest_comes_first_and_pages_do_not_overlap(api: Caller) -> None:
    rows = data(upload_img(api, *((f"{n}.png", harbour()) for n in range(5))))

    pages = [data(api.post("img_list_page", {"page": p, "page_size": 2})) for p in (1, 2, 3, 4)]

    found = [image["image_no"] for page in pages for image in page["images"]]
    assert found == [row["id"] for row in rows][::-1]
    assert [(page["current_page"], page["page_size"]) for page in pages] == [
        (1, 2),
        (2, 2),
        (3, 2),
        (4, 2),
    ]
    assert {page["total_count"] for page in pages} == {"5"}


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    upload_img(v1, ("quay.png", harbour()))
    for body in (None, {"page": "1", "page_size": 5.0}, {"size": 7}, {"unique_id": ""}):
        assert data(v1.post("img_list_page", body))["total_count"] == "1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"page": 0}, "0001"),
        ({"page_size": 0}, "0001"),
        ({"page_size": 501}, "0001"),
        ({"page": "first"}, "0003"),
        ([1], "0003"),
    ],
)
def test_nonsense_is_refused_in_an_envelope(v1: Caller, body: object, code: str) -> None:
    assert refusal(v1.post("img_list_page", body))[0] == code


def test_an_account_that_begins_anew_has_no_images(v1: Caller) -> None:
    upload_img(v1, ("quay.png", harbour()))
    v1.fake.reset(v1.key)
    assert data(v1.post("img_list_page", {}))["images"] == []
