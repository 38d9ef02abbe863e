"""Ready summaries of a film, by topic and by chapter."""

from __future__ import annotations

import re

from answering_films import SEA, film

from memories_fake.domain.answering import Summary, SummaryKind, summarize


def test_a_summary_by_topic_has_bullets() -> None:
    found = summarize(SEA, kind=SummaryKind.TOPIC)
    assert 3 <= len(found.items) <= 6
    assert all(line.startswith("• ") for i in found.items for line in i.description.split("\n"))
    assert len({item.title for item in found.items}) == len(found.items)
    assert 3 <= len(re.findall(r"[.!?]”?(?:\s|$)", found.summary)) <= 5
    assert found.input_tokens > found.output_tokens / 3 > 0


def test_a_summary_by_chapter_begins_at_0_and_at_real_segments() -> None:
    starts = [item.start_seconds for item in summarize(SEA, kind=SummaryKind.CHAPTER).items]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert set(starts) <= {segment.start_seconds for segment in SEA.story.visual}


def test_a_film_without_a_story_has_a_summary_without_items() -> None:
    found = summarize(film("empty.mp4", []), kind=SummaryKind.CHAPTER)
    assert isinstance(found, Summary)
    assert found.summary
    assert (found.items, found.input_tokens) == ((), 0)
