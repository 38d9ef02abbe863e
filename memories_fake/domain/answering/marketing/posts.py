"""Public posts as the marketer sees them: gathered by video and creator, with their reach."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.telling.drafts import plain_name, told
from memories_fake.domain.answering.wording import clock
from memories_fake.domain.records import Post, Track

_THOUSAND = 1000
_TAGS = 4
_NOBODY = Post(platform="", creator="", url="")


@dataclass(frozen=True, slots=True)
class Entry:
    """One found post: its video as footage and its best moment."""

    footage: Footage
    best: Moment

    @classmethod
    def of(cls, footage: Footage) -> Entry:
        """A post from its footage: the best moment is the one that the search liked most."""
        return cls(footage, max(footage.moments, key=lambda moment: moment.found))

    @property
    def post(self) -> Post:
        """The public face of the video; an empty one where nothing is known."""
        return self.footage.video.post or _NOBODY

    @property
    def creator(self) -> str:
        """The creator with an @ in front, or words for an unknown one."""
        handle = self.post.creator.strip().lstrip("@")
        return f"@{handle}" if handle else "an unnamed creator"

    @property
    def liking(self) -> float:
        """Likes for each view; 0 without views."""
        return self.post.likes / self.post.views if self.post.views else 0.0


def by_creator(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The posts under their creators, in the order in which the creators were found."""
    gathered: dict[str, list[Entry]] = {}
    for entry in entries:
        gathered.setdefault(entry.creator, []).append(entry)
    return gathered


def tags_of(entries: Sequence[Entry]) -> list[tuple[str, int, int]]:
    """Each hashtag with how many posts carry it and how often those were viewed, by both."""
    posts: Counter[str] = Counter()
    views: Counter[str] = Counter()
    for entry in entries:
        for tag in hashtags(entry):
            posts[tag] += 1
            views[tag] += entry.post.views
    rows = ((tag, count, views[tag]) for tag, count in posts.items())
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def hashtags(entry: Entry) -> list[str]:
    """A post's hashtags with their mark, each once; those in its name count too."""
    first: dict[str, str] = {}
    for tag in (*entry.post.hashtags, *re.findall(r"#\w+", entry.footage.video.name)):
        if plain := tag.strip().lstrip("#"):
            first.setdefault(plain.lower(), f"#{plain}")
    return list(first.values())


def views_of(entries: Sequence[Entry]) -> int:
    """How often the posts were viewed, all together."""
    return sum(entry.post.views for entry in entries)


def counted(number: int) -> str:
    """A large number as people write it: 331.4K, 2M."""
    for unit, size in (("B", _THOUSAND**3), ("M", _THOUSAND**2), ("K", _THOUSAND)):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + unit
    return str(number)


def reach(entry: Entry) -> str:
    """How a post was received, in a few words."""
    return f"{counted(entry.post.views)} views, {counted(entry.post.likes)} likes"


def title_in(entry: Entry) -> str:
    """A post's name without its hashtags, on one line and in italics."""
    return f"*{plain_name(entry.footage.video)}*"


def line_for(entry: Entry) -> str:
    """One post as a list item: where the match is, what it says, how it was received, its tags."""
    moment = entry.best
    verb = "says" if moment.track is Track.AUDIO else "shows"
    tags = " ".join(hashtags(entry)[:_TAGS])
    at = f"at {clock(moment.start)} it {verb}: {told(moment, limit=150)}"
    return f"- {title_in(entry)} — {at} ({reach(entry)}) {tags}".rstrip()
