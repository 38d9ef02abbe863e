"""References: the moments that an answer rests on, gathered by video."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from memories_fake.domain.answering.drafts import by_time
from memories_fake.domain.answering.footage import Moment
from memories_fake.domain.records import Ref, RefItem, Track

_ITEMS = 5


def refs_to(moments: Iterable[Moment]) -> tuple[Ref, ...]:
    """One reference for each video, with a keyframe and up to four of its moments."""
    by_video: dict[str, list[Moment]] = {}
    for moment in dict.fromkeys(moments):
        by_video.setdefault(moment.video.number, []).append(moment)
    return tuple(Ref(used[0].video, _items(used)) for used in by_video.values())


def _items(used: Sequence[Moment]) -> tuple[RefItem, ...]:
    shown = by_time(used[: _ITEMS - 1])
    seen = [moment for moment in shown if moment.track is Track.VISUAL] or shown
    stretches = [
        RefItem(str(moment.track), moment.start, moment.end, moment.text) for moment in shown
    ]
    return (RefItem("keyframe", seen[0].start), *stretches)
