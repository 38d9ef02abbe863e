"""Asking: about one's own videos, about the public library, in one piece and as a stream."""

from __future__ import annotations

from memories_fake.live.running import Run
from memories_fake.live.samples import Samples
from memories_fake.live.scenarios.telling import Scenario, parsed_film


def chats(run: Run, samples: Samples) -> None:
    """A question about a video, another in the same session, and the session read."""
    number = parsed_film(run, samples)
    here = {"unique_id": run.namespace}
    asked = {"video_nos": [number], "prompt": "What is shown at the beginning?", **here}
    session = run.need("v1.chat", **asked)["session_id"]
    run.need("v1.chat_stream", **asked, session_id=session)
    run.need("v1.list_sessions", page=1, **here)
    run.need("v1.get_session_detail", session_id=session, **here)


def personal(run: Run, samples: Samples) -> None:
    """A question about all of one's own videos and memories."""
    parsed_film(run, samples)
    asked = {"prompt": "Where have I been?", "unique_id": run.namespace}
    run.need("v1.chat_personal", **asked)
    run.need("v1.chat_personal_stream", **asked)


def marketer(run: Run, _samples: Samples) -> None:
    """A question about the public library."""
    asked = {"prompt": "Which hooks do cooking videos use?", "unique_id": run.namespace}
    run.need("v1.marketer_chat", **asked)
    run.need("v1.marketer_chat_stream", **asked)


SCENARIOS = (
    Scenario(
        "chats",
        ("v1.chat", "v1.chat_stream", "v1.list_sessions", "v1.get_session_detail"),
        chats,
        most_calls=200,
        dollars=0.03,
    ),
    Scenario(
        "personal",
        ("v1.chat_personal", "v1.chat_personal_stream"),
        personal,
        most_calls=200,
        dollars=0.03,
    ),
    Scenario(
        "marketer",
        ("v1.marketer_chat", "v1.marketer_chat_stream"),
        marketer,
        most_calls=4,
        dollars=0.05,
    ),
)
