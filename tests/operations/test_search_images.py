"""search with BY_IMAGE: one's own images, by the words that they came with."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from calling import Caller, data, refusal
from picture_calls import upload_img
from picture_making import encoded, harbour, kitchen, street


def search(caller: Caller, text: str = "the quay", **asked: Any) -> dict[str, Any]:
    body = {"search_param": text, "search_type": "BY_IMAGE", **asked}
    page: dict[str, Any] = data(caller.post("search", body))
    return page


def names(page: dict[str, Any]) -> list[str]:
    return [item["name"] for item in page["item"]]


def take_in(caller: Caller) -> None:
    """Three images: a quay in Penzance, a kitchen in Paris, a street that nothing is known of."""
    upload_img(
        caller,
        ("quay_at_dawn.png", harbour()),
        tags="boats",
        camera_model="Pinhole 2",
        datetime_taken="2025-09-07 22:52:00",
        latitude="50.118",
        longitude="-5.531",
    )
    upload_img(
        caller,
        ("kitchen.png", kitchen()),
        tags=["pans", "boats"],
        camera_model="Box",
        datetime_taken="2025-01-01 00:00:00",
        latitude="48.85",
        longitude="2.35",
    )
    upload_img(caller, ("street.png", street()))
    caller.advance(seconds=60)


def test_nothing_is_an_object_without_items(api: Caller) -> None:
    assert search(api) == {"item": [], "current_page": 0, "page_size": 20, "total_count": "0"}


def test_an_item_tells_what_is_known_of_the_image(api: Caller) -> None:
    take_in(api)

    page = search(api, top_k=1)

    (item,) = page["item"]
    assert page["total_count"] == "3"
    assert item["id"].isdigit()
    assert 0.15 < item["score"] <= 1
    assert {key: item[key] for key in item if key not in {"id", "img_url", "score"}} == {
        "name": "quay_at_dawn",
        "latitude": 50.118,
        "longitude": -5.531,
        "datetime_taken": "1757285520000",
        "camera_model": "Pinhole 2",
    }


def test_what_was_not_told_is_null(v1: Caller) -> None:
    take_in(v1)
    item = search(v1, "street")["item"][0]
    assert (item["latitude"], item["longitude"], item["camera_model"]) == (None, None, None)
    assert item["datetime_taken"] is None


def test_the_picture_lies_at_its_address_for_anybody_and_without_the_key(api: Caller) -> None:
    take_in(api)
    address = search(api)["item"][0]["img_url"]
    fetched = requests.get(address, timeout=30)
    assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, "image/png")
    assert fetched.content == encoded(harbour())
    assert api.key not in address
    assert requests.get(f"{address}9", timeout=30).status_code == 404


def test_images_are_found_by_name_tag_and_camera_the_best_first(v1: Caller) -> None:
    take_in(v1)
    assert names(search(v1, "a quay at dawn"))[0] == "quay_at_dawn"
    assert names(search(v1, "pans in the kitchen"))[0] == "kitchen"
    assert names(search(v1, "the pinhole camera"))[0] == "quay_at_dawn"
    scores = [item["score"] for item in search(v1, "boats on a quay")["item"]]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_only_parsed_images_are_found(api: Caller) -> None:
    upload_img(api, ("quay.png", harbour()))
    assert search(api)["item"] == []
    api.advance(seconds=60)
    assert names(search(api)) == ["quay"]


def test_a_filtering_level_leaves_out_what_does_not_fit(v1: Caller) -> None:
    take_in(v1)
    assert names(search(v1, "quay", filtering_level="low")) == ["quay_at_dawn"]
    assert search(v1, "zeppelin", filtering_level="low")["total_count"] == "0"
    assert search(v1, "zeppelin")["total_count"] == "3"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"tag": "boats"}, {"quay_at_dawn", "kitchen"}),
        ({"tag": "api"}, {"quay_at_dawn", "kitchen", "street"}),
        ({"tag": "boat"}, set()),
        ({"camera_tag": "Box"}, {"kitchen"}),
        ({"datetime_taken": "2025-09-07 22:52:00"}, {"quay_at_dawn"}),
        ({"datetime_taken": "2024-01-01 00:00:00"}, {"quay_at_dawn", "kitchen"}),
        ({"latitude": 50.2, "longitude": -5.5}, {"quay_at_dawn"}),
        ({"latitude": "48.9", "longitude": "2.3", "tag": "boats"}, {"kitchen"}),
        ({"latitude": 0, "longitude": 0}, set()),
    ],
)
def test_it_can_be_narrowed(v1: Caller, asked: dict[str, Any], found: set[str]) -> None:
    take_in(v1)
    page = search(v1, **asked)
    assert set(names(page)) == found
    assert page["total_count"] == str(len(found))


def test_videos_are_narrowed_in_the_same_way(v1: Caller) -> None:
    tagged = v1.parsed(tags="pier", camera_model="Box", latitude="50.118", longitude="-5.531")
    v1.parsed("https://films.example/harbour_boats_2.mp4")
    for asked in ({"tag": "pier"}, {"camera_tag": "Box"}, {"latitude": 50.1, "longitude": -5.5}):
        hits = data(v1.post("search", {"search_param": "boats", **asked}))
        assert {hit["videoNo"] for hit in hits} == {tagged}


def test_half_a_place_and_no_moment_are_refused(v1: Caller) -> None:
    body = {"search_param": "quay", "search_type": "BY_IMAGE"}
    assert refusal(v1.post("search", {**body, "latitude": 1})) == (
        "0001",
        "The longitude parameter cannot be empty!",
    )
    assert refusal(v1.post("search", {**body, "longitude": 1}))[0] == "0001"
    assert (
        refusal(v1.post("search", {**body, "datetime_taken": "2025-13-01 00:00:00"}))[0] == "0001"
    )


def test_a_namespace_finds_its_own_and_another_account_nothing(api: Caller) -> None:
    upload_img(api, ("quay.png", harbour()), unique_id="team-a")
    api.advance(seconds=60)
    api.other().advance(seconds=60)
    assert search(api)["item"] == []
    assert names(search(api, unique_id="team-a")) == ["quay"]
    assert search(api.other(), unique_id="team-a")["item"] == []
