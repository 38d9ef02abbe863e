"""Two small films, some public posts, and how the tests ask about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from memories_fake.domain.answering import answer, answer_marketer
from memories_fake.domain.records import Post, Segment, Status, Story, Track, Video
from memories_fake.domain.replies import Answer, Hit, Question, Turn, Watched

CLOCK = re.compile(r"(?<![\d:])(?:(\d{2,}):)?(\d{2}):(\d{2})(?![\d:])")


def film(
    name: str, seen: Sequence[str], said: Sequence[str] = (), post: Post | None = None
) -> Watched:
    """A film whose pictures last ten seconds each; a line begins 3 seconds into its picture."""
    video = Video(f"VI-{name}", name, Status.READY, 0, 10 * len(seen), post=post)
    visual = tuple(Segment(i, 10 * i, 10 * i + 10, text) for i, text in enumerate(seen))
    audio = tuple(Segment(i, 10 * i + 3, 10 * i + 7, text) for i, text in enumerate(said))
    return Watched(video, Story(visual, audio))


SEA = film(
    "sea.mp4",
    [
        "A wide harbour lies still at dawn while gulls circle above the pier.",
        "An old sailor in a yellow raincoat carries two crates along the pier.",
        "A small brown dog jumps onto the deck of the boat.",
        "The sailor and a young woman load three crates of ice.",
        "The boat passes a white lighthouse on a rocky point.",
        "Silver herring spill across the deck and the dog barks.",
    ],
    [" My father built this pier.", " Mind the ropes.", " Down, Bruno!", " The ice must last."],
)
KITCHEN = film(
    "kitchen.mp4",
    [
        "A chef chops red onions on a wooden board.",
        "Herring fillets sizzle in a copper pan.",
        "The finished plate stands by the window.",
    ],
)


def ask(prompt: str, *watched: Watched, history: Sequence[Turn] = ()) -> Answer:
    return answer(Question(prompt, watched or (SEA,), history=history))


def said(prompt: str, *watched: Watched) -> str:
    return ask(prompt, *watched).content


def told_before(prompt: str, *watched: Watched) -> tuple[Turn, Turn]:
    return Turn("user", prompt), Turn("assistant", said(prompt, *watched))


def seconds_in(text: str) -> list[int]:
    return [3600 * int(h or 0) + 60 * int(m) + int(s) for h, m, s in CLOCK.findall(text)]


def posts() -> list[Hit]:
    first = Post("TIKTOK", "lena", "https://example.test/1", ("bread", "rye"), 331_400, 20_000)
    second = Post("TIKTOK", "max", "https://example.test/2", ("bread",), 8_100, 900)
    one = film("Rye for all #loaf", ["Hands fold dough.", "A knife scores the loaf."], post=first)
    two = film("Starter trouble", ["A flat loaf."], ["My starter is cold."], post=second)
    return [
        Hit(one.video, Track.VISUAL, one.story.visual[1], 0.9),
        Hit(two.video, Track.AUDIO, two.story.audio[0], 0.6),
    ]


def market(prompt: str, hits: Sequence[Hit]) -> Answer:
    return answer_marketer(Question(prompt, (), hits))
