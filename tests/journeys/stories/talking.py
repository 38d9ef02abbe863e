"""Conversations: about chosen films, about everything, and about the public library.

Each is carried out by the fake and kept in the model, whole or as a stream.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stories.model import Exchange, Film, Session
from stories.story import Home, Reply, Story

SUMMARY = "Sum it up."
POINTING_BACK = ("Tell me more about the first one.", "Why?")
PROMPTS = (SUMMARY, "What are the highlights?", *POINTING_BACK, "Make a JSON list of the scenes.")
CHATS = ("v1.chat", "legacy.chat", "v1.chat_stream")
MARKETERS = ("v1.marketer_chat", "v1.marketer_chat_stream")
PERSONAL = ("v1.chat_personal", "v1.chat_personal_stream")
AS_STREAM = {"Accept": "text/event-stream"}
NOTHING = "There is nothing here yet to answer from"


@dataclass(frozen=True)
class Heard:
    """An answer, the session that it came in, and the numbers of what it cites, if it tells."""

    content: str
    session: str | None
    cited: tuple[str, ...] | None


def ask_about(
    story: Story, home: Home, films: Sequence[Film], prompt: str, *, way: int, called: str | None
) -> None:
    """Ask about films: refused if one is not there, or not parsed."""
    asked = {"video_nos": [film.number for film in films], "prompt": prompt}
    reply = _asked(story, home, CHATS[way % len(CHATS)], asked, called, way)
    refused = story.account(home).refuses_chat(home.namespace or "", films)
    if refused:
        assert reply.reason.startswith(refused)
        return
    heard = _heard(reply)
    session = _kept(story, home, heard, prompt, called)
    assert set(heard.cited or ()) <= {film.number for film in films}
    if prompt == SUMMARY and len(films) == 1 and not session.exchanges:
        assert films[0].word is None or films[0].word in heard.content
    _add(session, heard, prompt, about=set(films), perhaps=set())


def ask_personally(
    story: Story, home: Home, prompt: str, *, way: int, called: str | None, word: str | None = None
) -> None:
    """Ask about all that is in the home; `word` is the one that the prompt is after."""
    account = story.account(home)
    ready = account.ready(home.namespace)
    if word:
        account.said.add(word)
    heard = _heard(_asked(story, home, PERSONAL[way % 2], {"prompt": prompt}, called, 0))
    session = _kept(story, home, heard, prompt, called)
    assert set(heard.cited or ()) <= {film.number for film in ready}
    recalled = [
        m for m in account.memories if m.namespace == home.namespace and word and m.word == word
    ]
    assert all(memory.content in heard.content for memory in recalled[-3:])
    if not ready and not recalled and word:
        assert heard.content.startswith(NOTHING)
    about = {film for film in ready if film.number in (heard.cited or ())}
    _add(session, heard, prompt, about=about, perhaps=set(ready))


def ask_the_public(
    story: Story, home: Home, prompt: str, *, way: int, called: str | None, platform: str
) -> None:
    """Ask about the public library: only posts of that platform are cited."""
    asked = {"prompt": prompt, "type": platform}
    heard = _heard(_asked(story, home, MARKETERS[way % 2], asked, called, way))
    session = _kept(story, home, heard, prompt, called)
    known = {post.number for post in story.world.library(platform)}
    cited = heard.cited or ()
    assert None in known or set(cited) <= known
    assert all(number.startswith("PI-") for number in cited)
    _add(session, heard, prompt, about=set(), perhaps=set())


def _asked(
    story: Story, home: Home, operation: str, asked: dict[str, Any], called: str | None, way: int
) -> Reply:
    """Ask, in every other way for a stream where the operation may give either."""
    headers = AS_STREAM if way % 4 == 1 else {}
    named = {} if called is None else {"session_id": called}
    return story.ask(home, operation, headers=headers, **asked, **named)


def _heard(reply: Reply) -> Heard:
    if not reply.is_stream:
        told = reply.data
        cited = [ref["video"]["video_no"] for ref in told.get("refs", ())]
        return Heard(told["content"], told["session_id"], tuple(cited))
    text = reply.response.content.decode()
    if text.endswith("data: [DONE]\n\n"):
        return _heard_in_tokens(text)
    events = reply.events
    assert events[-1] == {"code": "SUCCESS", "data": "Done"}
    (session,) = {event["sessionId"] for event in events[:-1]}
    pieces = [event["content"] for event in events[:-1] if event["type"] == "content"]
    refs = [ref for event in events[:-1] if event["type"] == "ref" for ref in event["ref"]]
    return Heard("".join(pieces), session, tuple(ref["video"]["video_no"] for ref in refs))


def _heard_in_tokens(text: str) -> Heard:
    frames = text.split("\n\n")[:-2]
    tokens = [json.loads(frame.removeprefix("data: "))["token"] for frame in frames]
    return Heard("".join(tokens), None, None)


def _kept(story: Story, home: Home, heard: Heard, prompt: str, called: str | None) -> Session:
    """The conversation that was gone on with, or the new one."""
    account = story.account(home)
    known = account.session(home.namespace or "", called) if called else None
    number = heard.session or _newest(story, home, known)
    assert heard.content
    if known:
        assert number == known.number
        return known
    assert number not in {each.number for each in account.sessions}
    new = Session(number, home.namespace or "", title=prompt, called=called)
    account.sessions.append(new)
    return new


def _newest(story: Story, home: Home, known: Session | None) -> str:
    """A stream of tokens does not tell its session: the list does."""
    if known:
        return known.number
    page = story.ask(home, "v1.list_sessions", page_size=1).data
    return str(page["sessions"][0]["sessionId"])


def _add(
    session: Session, heard: Heard, prompt: str, *, about: set[Film], perhaps: set[Film]
) -> None:
    """Keep an exchange; one that points back may be about all that was talked about before."""
    if prompt in POINTING_BACK:
        perhaps = perhaps | session.films()
    session.exchanges.append(Exchange(prompt, heard.content, heard.cited, about, perhaps - about))
