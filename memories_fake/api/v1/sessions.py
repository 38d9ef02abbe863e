"""The conversations that an account has had."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import shapes
from memories_fake.domain import sessions


@serves("v1.list_sessions", "legacy.list_sessions")
def list_sessions(call: Call) -> Any:
    with call.library() as library:
        page = sessions.page(library, number=call["page"], size=call["page_size"])
    return shapes.sessions_listed(page)


@serves("v1.get_session_detail", "legacy.get_session_detail")
def get_session_detail(call: Call) -> Any:
    with call.library() as library:
        session = sessions.read(library, call["session_id"])
    return shapes.session_detail(session, call.dialect)
