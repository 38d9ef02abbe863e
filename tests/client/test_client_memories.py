"""Text memories, and the talks about all of one's media, through the reference client."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import responses
from client_answers import client, success, url

from memories_client import Content, Done, Memories
from memories_fake import Fake

KETTLE = "The red kettle stays with the neighbours."


@responses.activate
def test_memories_are_sent_with_their_occasion_and_their_numbers_come_back() -> None:
    sent = responses.post(url("memories/add"), json=success({"ids": ["7", "8"], "count": 2}))
    said = [{"role": "Ada", "content": KETTLE}]
    added = client().memories_add(said, tags=["home"], memories_at="2025-11-17T17:00:00Z")
    assert (added.ids, added.count) == (("7", "8"), 2)
    assert json.loads(sent.calls[0].request.body) == {
        "memories": said,
        "tags": ["home"],
        "memories_at": "2025-11-17T17:00:00Z",
    }


@responses.activate
def test_an_empty_answer_is_an_empty_page() -> None:
    responses.post(url("memories"), json=success(None))
    assert len(client().memories()) == 0


def test_what_was_added_is_listed_and_found(memories_fake: Fake, memories_client: Memories) -> None:
    said = [{"role": "Ada", "content": KETTLE}, {"role": "Bo", "content": "Bread is out."}]
    at = "2025-11-17T18:00:00+01:00"
    memories_client.memories_add(said, tags=["home"], latitude="47.37", memories_at=at)
    newest, oldest = memories_client.memories(page_size=5)
    assert (newest.role, oldest.content) == ("Bo", KETTLE)
    assert (oldest.tags, oldest.latitude, oldest.longitude) == (("home",), 47.37, None)
    assert oldest.memories_at == datetime(2025, 11, 17, 17, tzinfo=UTC)
    assert oldest.created_at
    assert oldest.score is None
    (found,) = memories_client.memories_search("kettle", filters={"tags": ["home"]})
    assert (found.memory_id, found.score) == (oldest.memory_id, 1.0)


def test_a_personal_talk_goes_on_from_answer_to_stream(
    memories_fake: Fake, memories_client: Memories
) -> None:
    memories_client.memories_add([{"role": "Ada", "content": KETTLE}])
    answer = memories_client.chat_personal("Where is the kettle?")
    assert KETTLE in answer.content
    *pieces, done = memories_client.chat_personal_stream("Where is the kettle?", answer.session_id)
    assert isinstance(done, Done)
    contents = [piece.content for piece in pieces if isinstance(piece, Content)]
    assert KETTLE in "".join(contents)
    assert len(memories_client.get_session_detail(answer.session_id or "").messages) == 4
