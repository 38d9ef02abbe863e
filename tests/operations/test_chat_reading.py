"""How little a chat reads: what the database is asked, while the answers stay what they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from calling import Caller, data
from hypothesis import given, settings
from hypothesis import strategies as st

from memories_fake import Fake
from memories_fake.domain import searching, stories, videos
from memories_fake.domain.library import Library
from memories_fake.domain.records import Segment, Story, Track
from memories_fake.domain.searching import Query
from memories_fake.domain.videos import NewVideo, Wanted
from memories_fake.store.sqlite import raw

MOST_STATEMENTS = 10
WORDS = ("harbour", "boats", "kitchen", "violin")
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
tracks = st.lists(texts, max_size=3)
films = st.lists(st.tuples(st.sampled_from(WORDS), tracks, tracks), min_size=1, max_size=4)


@contextmanager
def statements(fake: Fake) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    seen: list[str] = []
    with fake.services.store.transaction() as connection:
        own = raw(connection)
    own.set_trace_callback(seen.append)
    yield seen
    own.set_trace_callback(None)


def test_a_chat_asks_the_database_a_few_times_only(api: Caller, memories_fake: Fake) -> None:
    asked = {"video_nos": [api.parsed()], "prompt": "Where are the boats?"}
    with statements(memories_fake) as seen:
        data(api.post("chat", asked))
    assert 0 < len(seen) <= MOST_STATEMENTS


def test_a_scripted_answer_looks_into_no_film(api: Caller, memories_fake: Fake) -> None:
    asked = {"video_nos": [api.parsed()], "prompt": "Where are the boats?"}
    memories_fake.account(api.key).chat.reply("Nothing but fog.")
    with statements(memories_fake) as seen:
        assert data(api.post("chat", asked))["content"] == "Nothing but fog."
    assert not [each for each in seen if "FROM stories" in each]


@settings(max_examples=40)
@given(films, texts, st.integers(1, 6))
def test_what_a_chat_finds_in_its_films_is_what_a_search_of_them_finds(
    told: list[tuple[str, list[str], list[str]]], text: str, most: int
) -> None:
    with Fake() as fake, fake.services.library(fake.services.accounts.of("sk-any"), "own") as own:
        found = videos.all_ready(own, [kept(own, *each) for each in told])
        watched = stories.watch(own, found)
        numbers = [video.number for video in found]
        for track in Track:
            query = Query(text, track, most, at_least=0.2, wanted=Wanted(numbers=numbers))
            assert searching.search_in(watched, query) == searching.search(own, query)


def kept(library: Library, name: str, shown: list[str], said: list[str]) -> str:
    """A film that can be watched at once."""
    story = Story(
        *(tuple(Segment(at, at, at + 1, t) for at, t in enumerate(x)) for x in (shown, said))
    )
    new = NewVideo(name, duration_seconds=9, size_bytes=9, takes_seconds=0, story=story)
    return videos.add(library, new).number
