"""What holds for any film and any prompt: true times, equal answers, whole streams."""

from __future__ import annotations

from answering_films import said, seconds_in
from hypothesis import given, settings
from hypothesis import strategies as st

from memories_fake.domain.answering import answer, pieces
from memories_fake.domain.records import Segment, Status, Story, Video
from memories_fake.domain.replies import Question, Turn, Watched

WORDS = ["dog", "dogs", "Harbour", "old", "red", "runs", "a", "the", "of", "足球", "«é»", "🐕", "."]
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs", "Nd"], exclude_characters=":"), max_size=60),
)
SEGMENTS = st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 90), TEXTS), max_size=7).map(
    lambda rows: tuple(Segment(i, s, s + n, text) for i, (s, n, text) in enumerate(sorted(rows)))
)
STORIES = st.builds(Story, SEGMENTS, SEGMENTS)
PROMPTS = st.sampled_from(
    [
        "Find the highlights and give timestamps",
        "Divide into chapters",
        "Summarize in 3 bullets",
        "Is there a dog?",
        "When does the dog run?",
        "How many dogs?",
        "What happens at 0:30?",
        "What is said?",
        "Compare the videos",
        "Suggest titles and hashtags",
        "dog",
        'JSON please: [{"start": "MM:SS", "end": "00:00:10", "span": "00:00-00:10", "text": ""}]',
        "足球",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STORIES, max_size=2), st.lists(PROMPTS, min_size=1, max_size=2))
def test_every_time_in_an_answer_lies_in_a_segment(
    stories: list[Story], prompts: list[str]
) -> None:
    watched = [
        Watched(Video(f"VI{i}", f"film {i}", Status.READY, 0, 60), story)
        for i, story in enumerate(stories)
    ]
    lasting = [s for each in watched for s in (*each.story.visual, *each.story.audio)]
    history: tuple[Turn, ...] = ()
    for prompt in [*prompts, "tell me more about the second one", "why?", "shorter"]:
        found = answer(Question(prompt, watched, history=history))
        assert found == answer(Question(prompt, watched, history=history))
        history = (*history, Turn("user", prompt), Turn("assistant", found.content))
        for second in seconds_in(found.content):
            assert any(s.start_seconds <= second <= s.end_seconds for s in lasting), found.content


@given(st.text())
def test_the_pieces_of_a_stream_make_up_the_content(content: str) -> None:
    cut = list(pieces(content))
    assert "".join(cut) == content
    assert all(0 < len(piece) <= 62 for piece in cut)


def test_pieces_are_cut_between_words() -> None:
    content = said("Find the highlights")
    cut = list(pieces(content))
    assert len(cut) > 10
    assert all(piece[-1].isspace() for piece in cut[:-1])
