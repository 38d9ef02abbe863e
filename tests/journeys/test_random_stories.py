"""Random stories of three accounts with two namespaces each, held against a model in plain Python.

After a deletion no operation of any dialect can see the video, its words or its bytes; and nobody
ever sees what is somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from calling import Caller, data
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from memories_fake import Fake

LIVE = "https://api.memories.ai"
KEYS = ("sk-story-one-01", "sk-story-two-02", "sk-story-three-3")
NAMESPACES = ("default", "second")
# Each film bears a word of its own, which its story then shows and says.
WORDS = """
    zebrafinch quokka marzipan theodolite bassoon kumquat astrolabe gondola pangolin rhubarb
    samovar trombone vuvuzela walrus xylophone yurt zeppelin artichoke bobsleigh cinnamon
"""
lines = st.sampled_from(["v1", "video"])
homes = st.sampled_from([(key, namespace) for key in KEYS for namespace in NAMESPACES])


@dataclass
class Shelf:
    """What one namespace should hold: video numbers with their words, and its sessions."""

    films: dict[str, str] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)


class RandomStories(RuleBasedStateMachine):
    """What anybody may do, in any order."""

    @initialize()
    def open_the_fake(self) -> None:
        self.fake = Fake(parse_seconds=0, request_seconds=0.01)
        self.door = self.fake.activate()
        self.door.__enter__()
        self.model = {(key, name): Shelf() for key in KEYS for name in NAMESPACES}
        self.words = WORDS.split()
        self.gone: list[tuple[str, str]] = []

    def teardown(self) -> None:
        if hasattr(self, "fake"):
            self.door.__exit__(None, None, None)
            self.fake.close()

    def caller(self, key: str, *, line: str = "v1") -> Caller:
        return Caller(LIVE, fake=self.fake, key=key, line=line)

    @precondition(lambda self: self.words)
    @rule(home=homes)
    def upload(self, home: tuple[str, str]) -> None:
        word = self.words.pop()
        url = f"https://films.example/{word}_film.mp4"
        number = self.caller(home[0]).add(url, unique_id=home[1])
        self.model[home].films[number] = word

    @precondition(lambda self: any(shelf.films for shelf in self.model.values()))
    @rule(line=lines, chosen=st.data())
    def chat(self, line: str, chosen: st.DataObject) -> None:
        home, number = self._some_film(chosen)
        asked = {"video_nos": [number], "prompt": "Sum it up.", "unique_id": home[1]}
        told = data(self.caller(home[0], line=line).post("chat", asked))
        assert self.model[home].films[number] in told["content"].lower()
        self.model[home].sessions.append(told["session_id"])

    @rule(home=homes)
    def delete_somebody_elses(self, home: tuple[str, str]) -> None:
        others = [n for place, shelf in self.model.items() if place != home for n in shelf.films]
        if others:
            self._delete(home, others[:100], line="v1")

    @precondition(lambda self: any(shelf.films for shelf in self.model.values()))
    @rule(line=lines, chosen=st.data())
    def delete(self, line: str, chosen: st.DataObject) -> None:
        home, number = self._some_film(chosen)
        self._delete(home, [number], line=line)
        word = self.model[home].films.pop(number)
        self.gone.append((number, word))
        for place in self.model:
            seen = self._all_that_is_seen(place, [number], word)
            assert number not in seen
            assert word not in seen

    def _some_film(self, chosen: st.DataObject) -> tuple[tuple[str, str], str]:
        films = [(home, n) for home, shelf in self.model.items() for n in sorted(shelf.films)]
        return chosen.draw(st.sampled_from(films))

    def _delete(self, home: tuple[str, str], numbers: list[str], *, line: str) -> None:
        caller = self.caller(home[0], line=line)
        answer = caller.send("POST", "delete_videos", json=numbers, params={"unique_id": home[1]})
        assert data(answer) is None

    @invariant()
    def each_namespace_lists_its_own(self) -> None:
        for (key, namespace), shelf in getattr(self, "model", {}).items():
            page = data(self.caller(key).post("list_videos", {"unique_id": namespace}))
            assert {video["video_no"] for video in page["videos"]} == set(shelf.films)
            assert page["total_count"] == str(len(shelf.films))

    @rule(home=homes)
    def nobody_sees_what_is_anothers(self, home: tuple[str, str]) -> None:
        foreign = {
            number: word
            for place, shelf in self.model.items()
            if place != home
            for number, word in shelf.films.items()
        }
        for number, word in foreign.items():
            seen = self._all_that_is_seen(home, [number], word)
            assert number not in seen
            assert word not in seen

    def _all_that_is_seen(self, home: tuple[str, str], numbers: list[str], word: str) -> str:
        """Everything that any reading operation answers to somebody who asks for just this."""
        key, namespace = home
        seen = []
        for line in ("v1", "video"):
            caller = self.caller(key, line=line)
            for method, operation, asked in _probes(numbers, word, self.model[home].sessions):
                place = "params" if method == "GET" else "json"
                sent = {place: {**asked, "unique_id": namespace}}
                seen.append(caller.send(method, operation, **sent).text)
        return "\n".join(seen)


def _probes(numbers: list[str], word: str, sessions: list[str]) -> list[tuple[str, str, Any]]:
    """Calls that could show a video; paths that a line does not serve show nothing by nature."""
    (number,) = numbers
    one = {"video_no": number}
    return [
        ("POST", "list_videos", {}),
        ("POST", "list_videos", {"video_name": word}),
        *(
            ("POST", "search", {"search_param": word, "search_type": kind})
            for kind in ("BY_VIDEO", "BY_CLIP", "BY_AUDIO", "BY_CAPTION")
        ),
        ("GET", "search_audio_transcripts", {"query": word}),
        *(("GET", name, one) for name in ("get_video_transcription", "get_audio_transcription")),
        *(("GET", "generate_summary", {**one, "type": kind}) for kind in ("TOPIC", "CHAPTER")),
        *(
            ("GET", name, one)
            for name in ("get_metadata", "get_private_video_details", "get_video_caption")
        ),
        ("POST", "download", one),
        ("POST", "chat", {"video_nos": numbers, "prompt": "Sum it up."}),
        ("POST", "chat_stream", {"video_nos": numbers, "prompt": "Sum it up."}),
        ("GET", "folders/videos", {"folder_id": -1}),
        ("GET", "list_sessions", {}),
        *(("GET", "get_session_detail", {"session_id": session}) for session in sessions),
    ]


TestRandomStories = RandomStories.TestCase
TestRandomStories.settings = settings(
    max_examples=10, stateful_step_count=20, deadline=None, derandomize=True
)
