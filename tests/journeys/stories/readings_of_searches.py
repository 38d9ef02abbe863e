"""Each operation that searches one's own things, by words and by pictures, against the model."""

from __future__ import annotations

from typing import Any

from stories.material import PICTURES
from stories.model import READY, Film, Picture
from stories.readings_of_films import speech_of
from stories.story import Home, Story

EVERYTHING = 1000
MOST = {"BY_CAPTION": 200}
MOMENTS = ("BY_VIDEO", "BY_CLIP", "BY_AUDIO", "BY_CAPTION")
SEARCHES = ("v1.search", "legacy.search")


def moments(story: Story, home: Home, film: Film, which: int) -> None:
    """Every way to search for moments: what is nearest is everything, what fits bears the word."""
    word = film.word or "lighthouse"
    kind = MOMENTS[which % len(MOMENTS)]
    for name in SEARCHES:
        found = _found(story, home, name, word, search_type=kind, top_k=MOST.get(kind, EVERYTHING))
        there = _speaking(story, home, kind)
        assert set(found) == there or (len(found) == MOST.get(kind) and set(found) < there)
    fits = _found(story, home, SEARCHES[0], word, filtering_level="low")
    ready = story.account(home).ready(home.namespace)
    assert set(fits) == {each.number for each in ready if each.word == word}
    one = {"search_type": "BY_CLIP", "video_nos": [film.number]}
    found = _found(story, home, SEARCHES[which % 2], word, **one)
    assert set(found) == ({film.number} if film in ready else set())


def moments_in_a_folder(story: Story, home: Home, film: Film, which: int) -> None:
    """With a folder and no namespace, the whole account is searched."""
    account = story.account(home)
    folder = [-1, *account.folders][which % (1 + len(account.folders))]
    for place in (home.namespace, None):
        asked_at = Home(home.key, place)
        found = _found(story, asked_at, SEARCHES[which % 2], "lighthouse", folder_id=folder)
        assert set(found) == {each.number for each in account.ready(place, folder)}


def _found(story: Story, home: Home, operation: str, word: str, **asked: Any) -> list[str]:
    """The number of each moment that is found."""
    reply = story.ask(home, operation, search_param=word, **{"top_k": EVERYTHING, **asked})
    numbers = [row.get("videoNo") or row["video_no"] for row in reply.data]
    if operation.startswith("legacy") and asked.get("search_type") != "BY_CAPTION":
        assert len(numbers) == len(set(numbers))  # one row for each film
    return numbers


def _speaking(story: Story, home: Home, kind: str) -> set[str | None]:
    """The parsed films that have the track which is searched."""
    films = story.account(home).ready(home.namespace)
    if kind == "BY_AUDIO":
        films = [film for film in films if speech_of(story, home, film)]
    return {film.number for film in films}


def phrases(story: Story, home: Home, film: Film, which: int) -> None:
    """The lines of speech that hold a phrase, letter for letter but for capitals."""
    ready = story.account(home).ready(home.namespace)
    spoken = {each: speech_of(story, home, each) for each in ready}
    lines = [line["content"] for each in spoken.values() for line in each]
    phrase = lines[which % len(lines)].split()[-1] if lines else "lighthouse"
    page = story.ask(home, "v1.search_audio_transcripts", query=phrase, page_size=500).data
    told = sorted((row["videoNo"], row["startTime"], row["audio_ts"]) for row in page["videos"])
    assert told == sorted(
        (_number(each), line["startTime"], line["content"])
        for each, said in spoken.items()
        for line in said
        if phrase.lower() in line["content"].lower()
    )
    assert page["total_count"] == str(len(told))


def images(story: Story, home: Home, film: Film, which: int) -> None:
    """All parsed images are near; those that fit come first. Each is fetched as it was sent."""
    account = story.account(home)
    own = [each for each in account.pictures if each.namespace == home.namespace]
    ready = [each for each in own if each.status(account.now_ms) == READY]
    sought = ready[which % len(ready)] if ready else None
    asked = {"search_param": sought.name if sought else "boat", "search_type": "BY_IMAGE"}
    for name in SEARCHES:
        answer = story.ask(home, name, top_k=EVERYTHING, **asked).data
        by_number = {row["id"]: row for row in answer["item"]}
        assert by_number.keys() == {each.number for each in ready}
        assert answer["total_count"] == str(len(ready))
    if sought:
        assert answer["item"][0]["name"] == sought.name
        _assert_fetched(story, home, sought, by_number[sought.number])
    tagged = story.ask(home, "v1.search", tag="evening", **asked).data["item"]
    assert {row["id"] for row in tagged} == {e.number for e in ready if e.tag == "evening"}


def _assert_fetched(story: Story, home: Home, picture: Picture, row: dict[str, Any]) -> None:
    assert row["name"] == picture.name
    assert story.fetch(home, row["img_url"]).content == picture.sent


def films_like_pictures(story: Story, home: Home, film: Film, which: int) -> None:
    """The parsed films that show a picture, and the second at which they do."""
    scene, picture = list(PICTURES.items())[which % len(PICTURES)]
    sent = {"file": ("picture.png", picture, "image/png")}
    rows = story.ask(home, "v1.search_similar_images", files=sent).data
    told = sorted((row["videoNo"], row["startTime"]) for row in rows)
    ready = story.account(home).ready(home.namespace)
    assert told == sorted(
        (_number(each), str(at))
        for each in ready
        for at, shown in enumerate(each.scenes)
        if shown == scene
    )


def _number(film: Film) -> str:
    assert film.number
    return film.number


READINGS = (moments, moments_in_a_folder, phrases, images, films_like_pictures)
