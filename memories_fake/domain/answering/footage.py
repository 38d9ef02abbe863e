"""Watched videos as the answers see them: their moments in order, and how telling each word is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from memories_fake.domain.answering.titles import filler, may_name, things_in
from memories_fake.domain.answering.wording import tidy
from memories_fake.domain.records import Segment, Story, Track, Video
from memories_fake.domain.replies import Hit, Watched
from memories_fake.domain.words import content_words, stem, terms

_TELLING_WORDS = 14
_SHORTEST_THEME = 3
_WEAK = 0.45


@dataclass(frozen=True, slots=True)
class Moment:
    """A segment with its words, and with what a search thought of it: 0 when it found nothing."""

    video: Video
    track: Track
    segment: Segment
    stems: frozenset[str]
    found: float = 0.0

    @property
    def start(self) -> int:
        """Second at which it begins."""
        return self.segment.start_seconds

    @property
    def end(self) -> int:
        """Second at which it ends."""
        return max(self.segment.start_seconds, self.segment.end_seconds)

    @property
    def text(self) -> str:
        """What is seen or said, on one line."""
        return tidy(self.segment.text)


@dataclass(frozen=True, slots=True)
class Footage:
    """A video's moments, sorted by time, with a weight and a spelling for each stem.

    `film` holds all moments of the video, also when `moments` are only those that are looked at.
    Spellings stand in the order in which their words first occur; `things` are the stems that
    name something.
    """

    video: Video
    moments: tuple[Moment, ...]
    film: tuple[Moment, ...]
    weights: Mapping[str, float]
    spellings: Mapping[str, str]
    things: frozenset[str]

    @property
    def speech(self) -> tuple[Moment, ...]:
        """The moments in which something is said."""
        return tuple(moment for moment in self.moments if moment.track is Track.AUDIO)

    @property
    def story(self) -> tuple[Moment, ...]:
        """The moments that carry the tale: the picture, or the speech where there is none."""
        seen = tuple(moment for moment in self.moments if moment.track is Track.VISUAL)
        return seen or self.speech

    @property
    def start(self) -> int:
        """Second at which the first moment begins; 0 for an empty film."""
        return min((moment.start for moment in self.moments), default=0)

    @property
    def end(self) -> int:
        """Second at which the last moment ends; 0 for an empty film."""
        return max((moment.end for moment in self.moments), default=0)

    def matching(self, words: Collection[str]) -> tuple[Moment, ...]:
        """Moments with these stems or found by the search, best first, without the weak ones."""
        scores = [(self._score(moment, words), moment) for moment in self.moments]
        best = max((score for score, _ in scores), default=0.0)
        kept = [pair for pair in scores if pair[0] > 0 and pair[0] >= best * _WEAK]
        return tuple(moment for _, moment in sorted(kept, key=lambda pair: -pair[0]))

    def weight(self, moment: Moment) -> float:
        """How telling a moment is: the mean weight of its rarest words, and more when found."""
        rarest = sorted((self.weights.get(stem, 0.0) for stem in moment.stems), reverse=True)
        return sum(rarest[:_TELLING_WORDS]) / _TELLING_WORDS + moment.found

    def said_during(self, moment: Moment) -> tuple[Moment, ...]:
        """What is said while a moment is seen."""
        return tuple(
            line
            for line in self.speech
            if line is not moment
            and line.start < max(moment.end, moment.start + 1)
            and line.start >= moment.start
        )

    def spread(self, count: int) -> list[Moment]:
        """The weightiest moment of each of `count` equal stretches of the story, by time."""
        return spread(self.story, count, self.weight)

    def chosen(self, words: Collection[str], count: int) -> list[Moment]:
        """The moments with these stems when there are any, else some of the whole; by time."""
        fitting = self.matching(words) if words else ()
        return by_time(distinct(fitting)[:count]) if fitting else self.spread(count)

    def themes(self, count: int) -> list[str]:
        """The words that the film keeps coming back to, most frequent first."""
        return [self.spellings[word] for word in self.theme_stems()[:count]]

    def theme_stems(self) -> list[str]:
        """The stems of all its themes, most frequent first."""
        used = Counter(word for moment in self.moments for word in moment.stems)
        telling = [word for word in self.spellings if used[word] and self._is_telling(word)]
        # Of words used equally often here, the one that the whole film uses more comes first.
        return sorted(telling, key=lambda w: (w not in self.things, -used[w], self.weights[w]))

    def within(self, window: tuple[int, int] | None) -> Footage:
        """The same with only the moments in these seconds, a border counting if need be."""
        if window is None:
            return self
        start_seconds, end_seconds = window
        near = [m for m in self.moments if m.start <= end_seconds and m.end >= start_seconds]
        inside = [m for m in near if m.start < end_seconds and m.end > start_seconds]
        return replace(self, moments=tuple(inside or near))

    def names_a_thing(self, word: str) -> bool:
        """Whether a stem is a telling word and names something."""
        return word in self.things and self._is_telling(word)

    def _is_telling(self, word: str) -> bool:
        spelling = self.spellings[word]
        is_long = len(spelling) >= _SHORTEST_THEME or not spelling.isascii()
        return is_long and self.weights[word] > 0 and may_name(spelling)

    def _score(self, moment: Moment, words: Collection[str]) -> float:
        shared = moment.stems.intersection(words)
        # An exact sum does not depend on the order of the words in the set.
        return math.fsum(self.weights[word] or 0.1 for word in shared) + moment.found


def distinct(moments: Iterable[Moment]) -> list[Moment]:
    """The moments, each wording only once, at its first place."""
    first: dict[str, Moment] = {}
    for moment in moments:
        first.setdefault(moment.text.casefold(), moment)
    return list(first.values())


def by_time(moments: Iterable[Moment]) -> list[Moment]:
    """The moments from the earliest to the latest."""
    return sorted(moments, key=lambda moment: (moment.start, moment.track is Track.AUDIO))


def spread(
    moments: Iterable[Moment], count: int, weight: Callable[[Moment], float]
) -> list[Moment]:
    """The weightiest moment of each of `count` equal stretches."""
    return [max(part, key=weight) for part in stretches(distinct(moments), count)]


def stretches(moments: Sequence[Moment], count: int) -> list[Sequence[Moment]]:
    """The moments in up to `count` parts of about equal size, none of them empty."""
    count = min(count, len(moments))
    edges = [len(moments) * part // count for part in range(count + 1)] if count else []
    return [moments[start:end] for start, end in pairwise(edges)]


def words_in(moments: Iterable[Moment]) -> frozenset[str]:
    """The stems of all the moments."""
    return frozenset[str]().union(*(moment.stems for moment in moments))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is to be known of a story, whoever asks: what is told in order, and with which stems."""

    told: Sequence[tuple[Track, Segment]]
    stems: Sequence[frozenset[str]]
    weights: Mapping[str, float]
    spellings: Mapping[str, str]
    things: frozenset[str]


@lru_cache(maxsize=100)  # whoever asks about a film goes on to ask about it
def _read(story: Story) -> _Reading:
    told = [(Track.VISUAL, segment) for segment in story.visual]
    told += [(Track.AUDIO, segment) for segment in story.audio]
    told.sort(key=lambda pair: (pair[1].start_seconds, pair[0] is Track.AUDIO, pair[1].index))
    texts = [segment.text for _, segment in told]
    stems = [frozenset(content_words(text)) for text in texts]
    things = frozenset(word for text in texts for word in things_in(text))
    return _Reading(told, stems, _weights(stems), _spellings(texts), things)


def footage_of(watched: Watched, hits: Iterable[Hit] = ()) -> Footage:
    """A watched video as footage; the hits that lie in it make their moments weigh more."""
    number = watched.video.number
    found = {(hit.track, hit.segment): hit.score for hit in hits if hit.video.number == number}
    known = _read(watched.story)
    moments = tuple(
        Moment(watched.video, *pair, stems, found.get(pair, 0.0))
        for pair, stems in zip(known.told, known.stems, strict=True)
    )
    return Footage(watched.video, moments, moments, known.weights, known.spellings, known.things)


def sources(watched: Sequence[Watched], hits: Sequence[Hit]) -> tuple[Footage, ...]:
    """The watched videos as footage; with none watched, what the hits show of their videos."""
    return tuple(footage_of(each, hits) for each in watched or seen_in(hits))


def seen_in(hits: Iterable[Hit]) -> list[Watched]:
    """The videos of the hits, in their order, each with a story of just its found segments."""
    by_video: dict[str, list[Hit]] = {}
    for hit in hits:
        by_video.setdefault(hit.video.number, []).append(hit)
    return [
        Watched(own[0].video, Story(_found(own, Track.VISUAL), _found(own, Track.AUDIO)))
        for own in by_video.values()
    ]


def _found(hits: Iterable[Hit], track: Track) -> tuple[Segment, ...]:
    own = {hit.segment for hit in hits if hit.track is track}
    return tuple(sorted(own, key=lambda segment: (segment.start_seconds, segment.index)))


def _weights(stems: Sequence[frozenset[str]]) -> dict[str, float]:
    used = Counter(word for each in stems for word in each)
    return {
        word: 0.0 if word in filler() else math.log(1 + len(stems) / count)
        for word, count in used.items()
    }


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """Each stem as it is first spelled: a capital is kept only where it always stands."""
    spelled: dict[str, str] = {}
    for term in (term for text in texts for term in terms(text)):
        if term.islower() and not spelled.get(stem(term), "").islower():
            spelled[stem(term)] = term
        spelled.setdefault(stem(term), term)
    return spelled
