"""No secret is in any byte of a cassette, wherever it was said; and equal ones stay equal."""

from __future__ import annotations

import base64
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from hypothesis import assume, example, given
from hypothesis import strategies as st
from leaky import SAYINGS, echoing
from taped import document, every_byte, heard_from_streams

from memories_fake.live.recording import recording, replaying

HOST = "https://api.memories.ai"
KEY = "Qz7-canary/key+0000="
EMAIL = "canary.bird@mine.example.org"
SIGNED = (
    "https://bucket.example/film.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAcanary1"
    "%2F20260101%2Feast&X-Amz-Signature=c0ffee00canary11&X-Amz-Security-Token=canarytoken%2F9"
    "&Expires=1799999999&sig=canarysig%3D"
)
OF_SIGNED = ("AKIAcanary1", "c0ffee00canary11", "canarytoken/9", "canarytoken%2F9", "canarysig")
PLACEHOLDER = re.compile(r"SCRUBBED-[a-z]+-[0-9a-f]{12}")

Saying = Callable[[str], dict[str, object]]
ASKED: dict[str, Saying] = {
    "Authorization": lambda said: {"headers": {"Authorization": said}},
    "Bearer": lambda said: {"headers": {"Authorization": f"Bearer {said}"}},
    "Basic": lambda said: {
        "headers": {"Authorization": "Basic " + base64.b64encode(f"me:{said}".encode()).decode()}
    },
    "another header": lambda said: {"headers": {"X-Api-Key": said}},
    "a cookie": lambda said: {"headers": {"Cookie": f"a=b; session={quote(said, safe='')}"}},
    "the query": lambda said: {"params": {"api_key": said}},
    "JSON": lambda said: {"json": {"deep": [{"access_token": said, "note": f"<{said}>"}]}},
    "JSON under a secret name": lambda said: {"json": {"credentials": {"one": [said]}}},
    "JSON in JSON": lambda said: {"json": {"inner": json.dumps({"password": said})}},
    "a form": lambda said: {"data": {"token": said, "other": f"{said}"}},
    "an address in a form": lambda said: {
        "data": {"url": f"https://films.example/?x=1&signature={quote(said, safe='')}&y=2"}
    },
    "a part": lambda said: {"files": {"key": (None, said), "file": ("a.mp4", b"x")}},
    "a document in a part": lambda said: {
        "files": {"request": (None, json.dumps({"apiKey": said}), "application/json")}
    },
    "an address in text": lambda said: {
        "data": f"see url=https://a.example/?x=1&y=a?sig={quote(said, safe='')}&z=1"
    },
    "JSON in JSON in text": lambda said: {
        "data": "{{" + json.dumps({"inner": json.dumps({"my_password": said})})
    },
    "text": lambda said: {"data": json.dumps({"secret": said}) + " and more"},
}


def file_of(folder: Path, *calls: tuple[str, dict[str, object]]) -> Path:
    """The cassette of these calls of the service that says everything back."""
    file = folder / "cassette.json"
    with recording(file, against=echoing):
        for path, parts in calls:
            requests.post(f"{HOST}/{path}", timeout=30, **parts)
    return file


def say(said: str, **headers: str) -> dict[str, object]:
    """The call that has the service say something."""
    return {"headers": {"X-Say": base64.b64encode(said.encode()).decode(), **headers}}


def assert_nowhere(secret: str, file: Path) -> None:
    content = every_byte(file)
    for spelling in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]):
        assert spelling.encode() not in content, spelling
    told = document(file)
    assert secret not in json.dumps(told, ensure_ascii=False)
    for heard in heard_from_streams(told):
        assert secret not in heard


@pytest.mark.parametrize("place", ASKED)
def test_a_key_is_hidden_wherever_it_is_asked_with(place: str, tmp_path: Path) -> None:
    assert_nowhere(KEY, file_of(tmp_path, ("json", ASKED[place](KEY))))


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_key_that_was_shown_once_is_hidden_in_every_answer(saying: str, tmp_path: Path) -> None:
    shown = ("json", ASKED["Authorization"](KEY))
    # What is said comes first, so that nothing rests on the order.
    assert_nowhere(KEY, file_of(tmp_path, (saying, say(KEY)), shown))


@pytest.mark.parametrize("saying", SAYINGS)
@pytest.mark.parametrize("secret", [EMAIL, "sk-canary-0123456789", "AKIACANARY0123456789"])
def test_what_has_the_shape_of_a_secret_is_hidden_in_every_answer(
    saying: str, secret: str, tmp_path: Path
) -> None:
    assert_nowhere(secret, file_of(tmp_path, (saying, say(secret))))


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_signed_address_is_hidden_in_every_answer(saying: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, (saying, say(SIGNED)))
    for secret in OF_SIGNED:
        assert_nowhere(secret, file)


@pytest.mark.parametrize(
    "parts",
    [
        {"params": {"url": SIGNED}},
        {"json": {"url": SIGNED}},
        {"data": {"url": SIGNED}},
        {"files": {"url": (None, SIGNED)}},
        {"headers": {"Referer": SIGNED}},
    ],
)
def test_a_signed_address_is_hidden_in_every_request(
    parts: dict[str, object], tmp_path: Path
) -> None:
    file = file_of(tmp_path, ("json", parts))
    for secret in (*OF_SIGNED, "1799999999"):
        assert_nowhere(secret, file)
    assert b"film.mp4?" in file.read_bytes()


def test_an_address_keeps_all_that_is_no_secret(tmp_path: Path) -> None:
    asked = {"json": {"url": "https://films.example/a.mp4?x=1&sig=abc#part"}}
    file = file_of(tmp_path, ("json", asked))
    told = document(file)["exchanges"][0]["request"]["body"]["json"]["url"]
    assert PLACEHOLDER.sub("…", told) == "https://films.example/a.mp4?x=1&sig=…#part"


def test_names_of_files_are_scrubbed_and_their_bytes_are_not_kept(tmp_path: Path) -> None:
    files = {"file": (f"{EMAIL}.mp4", f"inside is {KEY} of {EMAIL}".encode())}
    file = file_of(tmp_path, ("json", {"files": files}))
    assert_nowhere(EMAIL, file)
    assert_nowhere("inside is", file)


def test_files_that_travel_as_base64_are_not_kept_either(tmp_path: Path) -> None:
    picture = base64.b64encode(f"a picture of {KEY} ".encode() * 20).decode()
    file = file_of(tmp_path, ("json", {"json": {"image_base64": picture}}))
    assert b"a picture of" not in every_byte(file)
    assert b"signs of base64, sha256" in file.read_bytes()


def test_equal_secrets_stay_equal_and_others_do_not(tmp_path: Path) -> None:
    calls = [("json", ASKED[place](secret)) for place in ASKED for secret in (KEY, KEY[::-1])]
    told = file_of(tmp_path, *calls).read_text()
    of_keys = {found for found in PLACEHOLDER.findall(told) if found.startswith("SCRUBBED-key")}
    first, second = (PLACEHOLDER.findall(told.split('"Authorization"')[n])[0] for n in (1, 2))
    assert first != second
    # Besides the two: what Basic made of each, and of each cookie the other half.
    assert {first, second} < of_keys
    assert told.count(first) >= len(ASKED)


def test_another_recording_has_other_placeholders(tmp_path: Path) -> None:
    call = ("json", ASKED["Authorization"](KEY))
    first, second = (PLACEHOLDER.findall(file_of(tmp_path, call).read_text()) for _ in range(2))
    assert first
    assert not set(first) & set(second)


def test_a_secret_of_the_test_is_hidden_though_nothing_shows_that_it_is_one(tmp_path: Path) -> None:
    file = tmp_path / "cassette.json"
    with recording(file, against=echoing, secrets=["Rosebud the 4th"]):
        requests.post(f"{HOST}/json", json={"prompt": "Who is Rosebud the 4th?"}, timeout=30)
    assert_nowhere("Rosebud the 4th", file)


def test_prose_and_streamed_tokens_are_left_alone(tmp_path: Path) -> None:
    said = "The key to the token is the secret: sign here, basically authorization by e-mail."
    asked = {"json": {"prompt": said, "token": "Behind the shed, ", "key": "value"}}
    file = file_of(tmp_path, ("json", asked), ("json", say(said)), ("events", say(said)))
    assert not PLACEHOLDER.findall(file.read_text())


printable = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=8)


def test_a_secret_may_be_a_number(tmp_path: Path) -> None:
    """And another number will do in a replay, as another key will."""
    file = file_of(tmp_path, ("json", {"json": {"password": 99887766.5}}))
    assert_nowhere("99887766", file)
    with replaying(file):
        told = requests.post(f"{HOST}/json", json={"password": 1234}, timeout=30)
    assert told.status_code == 200


@pytest.fixture(scope="module")
def own_words() -> bytes:
    """What stands in such cassettes by itself: a word of these in them is no secret."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [("json", ask(KEY)) for ask in ASKED.values()]
        said = [(saying, say(f"now {KEY} then")) for saying in SAYINGS]
        return every_byte(file_of(Path(folder), *asked, *said))


@given(secret=printable, place=st.sampled_from(sorted(ASKED)), saying=st.sampled_from(SAYINGS))
@example(secret="recorded", place="the query", saying="json")
def test_no_random_secret_gets_through(
    own_words: bytes, secret: str, place: str, saying: str
) -> None:
    assume(secret.encode() not in own_words)
    with tempfile.TemporaryDirectory() as folder:
        calls = ("json", ASKED[place](secret)), (saying, say(f"now {secret} then"))
        assert_nowhere(secret, file_of(Path(folder), *calls))


@given(secret=printable, places=st.lists(st.sampled_from(sorted(ASKED)), min_size=2, max_size=4))
def test_equal_random_secrets_stay_equal(secret: str, places: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shown = ("json", ASKED["another header"](secret))
        others = [("json", ASKED[place](secret)) for place in places if place != "Basic"]
        told = document(file_of(Path(folder), shown, *others))
        first, *rest = (json.dumps(each["request"]) for each in told["exchanges"])
        (placeholder,) = PLACEHOLDER.findall(first)
        assert all(placeholder in each for each in rest)
