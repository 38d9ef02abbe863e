"""What a JSON answer can say of its films or of one item, each by the names people give it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.json_items import Item
from memories_fake.domain.answering.naming import film_title
from memories_fake.domain.answering.posts import plain_name
from memories_fake.domain.answering.telling import summary_sentences
from memories_fake.domain.records import Post
from memories_fake.runtime.chance import Chance

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a value speaks of: one item, or with `item` None all the films."""

    inquiry: Inquiry
    footages: Sequence[Footage]
    items: Sequence[Item]
    chance: Chance
    item: Item | None = None

    def on(self, item: Item) -> Scope:
        """The same scope on one item."""
        return replace(self, item=item)

    @property
    def leading(self) -> Item:
        """The item itself, or the weightiest of all."""
        return self.item or max(self.items, key=lambda item: item.score)

    @property
    def footage(self) -> Footage:
        """The film of the leading item."""
        return self.leading.footage

    @property
    def moments(self) -> list[Moment]:
        """The item's moment, or all moments of all films."""
        if self.item:
            return [self.item.moment]
        return [moment for footage in self.footages for moment in footage.moments]


def field_for(words: Sequence[str]) -> Callable[[Scope], Value] | None:
    """How to read the value for a key of these words; None for a key that means nothing here."""
    return next((read for names, read in _FIELDS if names & set(words)), None)


def text_of(scope: Scope) -> Value:
    """What happens in the item, or a summary of all the films."""
    if scope.item:
        return scope.item.text
    told = [" ".join(summary_sentences(footage, scope.chance)) for footage in scope.footages]
    return " ".join(told).replace("*", "")


def _title(scope: Scope) -> Value:
    video = scope.footage.video
    if scope.item and not video.post:
        return scope.item.title
    return plain_name(video) if video.post else film_title(scope.footage)


def _speech(scope: Scope) -> Value:
    if scope.item is None:
        lines = scope.footage.speech
    elif scope.item.moment in scope.footage.speech:
        lines = (scope.item.moment,)
    else:
        lines = scope.footage.said_during(scope.item.moment)
    return " ".join(line.text for line in lines)


def _place(scope: Scope) -> Value:
    return list(scope.items).index(scope.leading) + 1


def _post(read: Callable[[Post], Value]) -> Callable[[Scope], Value]:
    def value(scope: Scope) -> Value:
        post = scope.footage.video.post
        return read(post) if post else None

    return value


_TELLING = """
    description summary caption text what content detail details answer overview explanation
    evidence event action
"""
# Earlier rows win: 'video_no' is an id, 'video_title' a title, 'video_name' a name.
_TABLE: tuple[tuple[str, Callable[[Scope], Value]], ...] = (
    (
        "score confidence probability relevance rating importance similarity",
        lambda scope: scope.leading.score,
    ),
    ("no id", lambda scope: scope.footage.video.number),
    ("creator author username handle", _post(lambda post: post.creator)),
    ("platform", _post(lambda post: post.platform)),
    ("url link", _post(lambda post: post.url)),
    ("views view", _post(lambda post: post.views)),
    ("likes like", _post(lambda post: post.likes)),
    ("shares share", _post(lambda post: post.shares)),
    ("comments comment", _post(lambda post: post.comments)),
    ("title headline label topic heading theme subject category genre", _title),
    ("video filename file film", lambda scope: scope.footage.video.name),
    ("index rank order position", _place),
    ("reason why rationale significance", lambda scope: scope.leading.reason),
    ("transcript transcription speech quote dialogue said spoken", _speech),
    ("name", _title),
    ("language lang", lambda _scope: "en"),
    ("track type source modality", lambda scope: str(scope.leading.moment.track)),
    (_TELLING, text_of),
)
_FIELDS = tuple((frozenset(names.split()), read) for names, read in _TABLE)
