"""From watched videos and hits to footage: every word counted once, when a question comes in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from memories_fake.domain.answering.footage import Footage, Moment
from memories_fake.domain.answering.parts_of_speech import things_in
from memories_fake.domain.answering.titles import filler
from memories_fake.domain.records import Hit, Segment, Story, Track, Video, Watched
from memories_fake.domain.words import content_words, stem, terms


def footage_of(watched: Watched, hits: Iterable[Hit] = ()) -> Footage:
    """A watched video as footage; the hits that lie in it make their moments weigh more."""
    found = {
        (hit.track, hit.segment.index, hit.segment.start_seconds): hit.score
        for hit in hits
        if hit.video.number == watched.video.number
    }
    moments = tuple(
        _moment(watched.video, track, segment, found)
        for track, segment in sorted(_tracks(watched.story), key=_when)
    )
    things = frozenset(word for moment in moments for word in things_in(moment.segment.text))
    return Footage(watched.video, moments, moments, _weights(moments), _spellings(moments), things)


def sources(watched: Sequence[Watched], hits: Sequence[Hit]) -> tuple[Footage, ...]:
    """The watched videos as footage; with none watched, what the hits show of their videos."""
    if watched:
        return tuple(footage_of(each, hits) for each in watched)
    return tuple(footage_of(each, hits) for each in seen_in(hits))


def seen_in(hits: Sequence[Hit]) -> list[Watched]:
    """The videos of the hits, in their order, each with a story of just its found segments."""
    videos = {hit.video.number: hit.video for hit in hits}
    return [
        Watched(video, Story(_found(hits, number, Track.VISUAL), _found(hits, number, Track.AUDIO)))
        for number, video in videos.items()
    ]


def _found(hits: Sequence[Hit], number: str, track: Track) -> tuple[Segment, ...]:
    own = {hit.segment for hit in hits if hit.video.number == number and hit.track is track}
    return tuple(sorted(own, key=lambda segment: (segment.start_seconds, segment.index)))


def _tracks(story: Story) -> list[tuple[Track, Segment]]:
    seen = [(Track.VISUAL, segment) for segment in story.visual]
    return [*seen, *((Track.AUDIO, segment) for segment in story.audio)]


def _when(told: tuple[Track, Segment]) -> tuple[int, bool, int]:
    track, segment = told
    return segment.start_seconds, track is Track.AUDIO, segment.index


def _moment(
    video: Video, track: Track, segment: Segment, found: Mapping[tuple[Track, int, int], float]
) -> Moment:
    score = found.get((track, segment.index, segment.start_seconds), 0.0)
    return Moment(video, track, segment, frozenset(content_words(segment.text)), score)


def _weights(moments: Sequence[Moment]) -> dict[str, float]:
    used = Counter(word for moment in moments for word in moment.stems)
    total = len(moments)
    return {
        word: 0.0 if word in filler() else math.log(1 + total / count)
        for word, count in used.items()
    }


def _spellings(moments: Sequence[Moment]) -> dict[str, str]:
    """Each stem as it is most often spelled: a capital is kept only where it always stands."""
    used: dict[str, Counter[str]] = {}
    for moment in moments:
        for term in terms(moment.segment.text):
            used.setdefault(stem(term), Counter())[term] += 1
    return {word: _usual(spelled) for word, spelled in used.items()}


def _usual(spelled: Counter[str]) -> str:
    lower = [term for term in spelled if term == term.lower()]
    return min(lower or spelled, key=lambda term: (-spelled[term], term))
