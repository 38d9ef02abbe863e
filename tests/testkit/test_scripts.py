"""What the service is told to say, to find and to show, by every hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from hands import LIVE, Hand, PythonHand, Refused, by_every_hand

from memories_fake.domain.records import Segment
from memories_fake.domain.scripted import ChatScript, FilmScript
from memories_fake.runtime.rules import Rule

URL = "https://films.example/clips/harbour_boats.mp4"
SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nThe tide turns.\n\n2\n00:00:04,000 --> 00:00:05,000\nHome.\n"
)
VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nThe tide turns.\n\n00:04.000 --> 00:05.000\nHome.\n"
LINES = [("1", "3", "The tide turns."), ("4", "5", "Home.")]


@pytest.fixture
def film(program: Hand) -> str:
    return parsed(program)


def parsed(program: Hand) -> str:
    number = str(program.data("upload_url", {"url": URL})["videoNo"])
    program.steer("clock.advance_until", number=number)
    return number


def asked(program: Hand, film: str, prompt: str) -> Any:
    return program.data("chat", {"video_nos": [film], "prompt": prompt})


def rows(program: Hand, operation: str, film: str) -> list[tuple[str, str, str]]:
    told = program.data(operation, {"video_no": film})["transcriptions"]
    return [(row["startTime"], row["endTime"], row["content"]) for row in told]


@by_every_hand
def test_a_reply_is_said_where_its_words_are_asked_for(
    hand: Hand, program: Hand, film: str
) -> None:
    refs = [{"video": film, "start_seconds": 3, "end_seconds": 5, "text": "Gulls land."}]
    thinkings = [["Looking", "Gulls are looked for."]]
    hand.steer("chat.reply", say="At 0:03.", when="gulls?", refs=refs, thinkings=thinkings)
    told = asked(program, film, "Where are the GULLS?")
    assert told["content"] == "At 0:03."
    (thinking,) = told["thinkings"]
    assert (thinking["title"], thinking["content"]) == ("Looking", "Gulls are looked for.")
    (ref,) = told["refs"]
    assert ref["video"]["video_no"] == film
    assert [item["text"] for item in ref["refItems"]] == ["Gulls land."]
    assert asked(program, film, "What else is there?")["content"] != "At 0:03."


def test_a_reply_comes_in_a_stream_and_in_personal_chat_too(
    hand: Hand, program: Hand, film: str
) -> None:
    hand.steer("chat.reply", say="Im Hafen, früh.")
    answer = requests.post(
        f"{LIVE}/serve/api/v1/chat_stream",
        json={"video_nos": [film], "prompt": "Where?"},
        headers={"Authorization": program.key},
        timeout=5,
    )
    frames = [line.removeprefix("data:") for line in answer.content.decode().split("\n\n") if line]
    said = [json.loads(frame).get("content") for frame in frames[:-1]]
    assert said == ["Im Hafen, früh."]
    assert program.data("chat_personal", {"prompt": "Where?"})["content"] == "Im Hafen, früh."


def test_the_newest_reply_goes_first_and_only_so_often(
    hand: Hand, program: Hand, film: str
) -> None:
    hand.steer("chat.reply", say="Always.")
    hand.steer("chat.reply", say="Twice.", times=2)
    said = [asked(program, film, "What?")["content"] for _ in range(3)]
    assert said == ["Twice.", "Twice.", "Always."]


def test_a_reply_that_cites_a_deleted_video_cites_nothing(
    hand: Hand, program: Hand, film: str
) -> None:
    gone = parsed(program)
    hand.steer("chat.reply", say="There.", refs=[{"video": gone}])
    program.data("delete_videos", [gone])
    assert not asked(program, film, "Where?").get("refs")


@by_every_hand
def test_a_search_finds_what_it_was_told_to(hand: Hand, program: Hand, film: str) -> None:
    hits = [{"video": film, "start_seconds": 7, "end_seconds": 9, "score": 0.5}]
    hand.steer("search.returns", hits=hits, when="lighthouse", times=1)
    wanted = {"search_param": "a lighthouse at night", "search_type": "BY_VIDEO"}
    found = program.data("search", wanted)
    assert [(hit["videoNo"], hit["startTime"], hit["endTime"]) for hit in found] == [
        (film, "7", "9")
    ]
    assert program.data("search", wanted) != found


def test_a_search_may_be_told_to_find_nothing(hand: Hand, program: Hand, film: str) -> None:
    hand.steer("search.returns", hits=[])
    assert program.data("search", {"search_param": "boats", "search_type": "BY_VIDEO"}) == []


@by_every_hand
@pytest.mark.parametrize("name", ["harbour_boats.mp4", "HARBOUR_boats", "harbour*", "*.mp4"])
def test_a_film_shows_and_says_what_it_was_told_to(hand: Hand, program: Hand, name: str) -> None:
    hand.steer(
        "video",
        name=name,
        shows=[(0, 4, "A mast stands alone."), (5, 9, "Gulls land.")],
        says=[(1, 3, "The tide turns.")],
        times=1,
    )
    film, other = parsed(program), parsed(program)
    assert rows(program, "get_video_transcription", film) == [
        ("0", "4", "A mast stands alone."),
        ("5", "9", "Gulls land."),
    ]
    assert rows(program, "get_audio_transcription", film) == [("1", "3", "The tide turns.")]
    (row,) = program.data("list_videos", {"video_no": film})["videos"]
    assert int(row["duration"]) >= 9
    assert rows(program, "get_video_transcription", other)[0][2] != "A mast stands alone."


def test_another_name_is_not_meant(hand: Hand, program: Hand) -> None:
    for name in ("harbour_boats.mov", "boats", "*.srt"):
        hand.steer("video", name=name, shows=[(0, 4, "A mast stands alone.")])
    assert rows(program, "get_video_transcription", parsed(program))[0][2] != "A mast stands alone."


@pytest.mark.parametrize("subtitles", [SRT, VTT, f"\ufeff{SRT}"], ids=["srt", "vtt", "bom"])
def test_a_film_says_what_stands_in_subtitles(hand: Hand, program: Hand, subtitles: str) -> None:
    hand.steer("video", name="*", says=subtitles)
    assert rows(program, "get_audio_transcription", parsed(program)) == LINES


def test_in_python_the_subtitles_may_be_a_file(program: Hand, tmp_path: Path) -> None:
    file = tmp_path / "boats.srt"
    file.write_text(SRT, encoding="utf-8-sig")
    for says in (file, str(file)):
        program.steer("video", name="*", says=says)
        assert rows(program, "get_audio_transcription", parsed(program)) == LINES


def test_they_are_taken_back_one_by_one_or_all(hand: Hand, program: Hand, film: str) -> None:
    numbers = [hand.steer("chat.reply", say=say) for say in ("One.", "Two.", "Three.")]
    numbers.append(hand.steer("search.returns", hits=[]))
    assert len(set(numbers)) == 4
    hand.steer("scripts.remove", number=numbers[2])
    assert asked(program, film, "What?")["content"] == "Two."
    hand.steer("scripts.clear")
    assert asked(program, film, "What?")["content"] != "One."


def test_they_are_listed(hand: Hand, program: Hand) -> None:
    number = hand.steer("chat.reply", say="One.", when="gulls", times=3)
    hand.steer("video", name="*", shows=[(0, 4, "A mast stands alone.")])
    if isinstance(hand, PythonHand):
        (chat,), (film,) = hand.account.scripts.chats, hand.account.scripts.films
        assert chat == Rule(number, ChatScript(say="One.", when="gulls"), times=3)
        assert film.what == FilmScript(name="*", shows=(Segment(0, 0, 4, "A mast stands alone."),))
        assert list(hand.account.scripts.searches) == []
    else:
        told = hand.steer("scripts")
        (chat,) = told["chats"]
        assert (chat["number"], chat["times"], chat["applied"]) == (number, 3, 0)
        assert (chat["script"]["say"], chat["script"]["when"]) == ("One.", "gulls")
        assert told["films"][0]["script"]["shows"][0]["text"] == "A mast stands alone."
        assert told["searches"] == []


def test_another_account_is_told_nothing(hand: Hand, program: Hand) -> None:
    hand.other("sk-somebody-else").steer("chat.reply", say="One.")
    assert asked(program, parsed(program), "What?")["content"] != "One."


NONSENSE: dict[str, tuple[str, dict[str, Any], str]] = {
    "no regular expression": ("chat.reply", {"say": "A.", "when": "("}, "no regular expression"),
    "nor for a search": ("search.returns", {"hits": [], "when": "["}, "no regular expression"),
    "a moment that ends first": (
        "chat.reply",
        {"say": "A.", "refs": [{"video": "VI1", "start_seconds": 5, "end_seconds": 3}]},
        "no moment goes from 5 to 3",
    ),
    "a passage that ends first": (
        "video",
        {"name": "*", "shows": [(5, 3, "A mast.")]},
        "no passage goes from 5 to 3",
    ),
    "a passage without words": ("video", {"name": "*", "says": [(0, 3, " ")]}, "tells nothing"),
    "no subtitles": ("video", {"name": "*", "says": "WEBVTT\n\n"}, "no line in them"),
    "broken subtitles": ("video", {"name": "*", "says": "1\n0:01 --> soon\nA.\n"}, "is no time"),
    "no times": ("chat.reply", {"say": "A.", "times": 0}, "times"),
}


@pytest.mark.parametrize(("word", "told", "message"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused(hand: Hand, word: str, told: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message) as refused:
        hand.steer(word, **told)
    assert refused.value.status == 400
