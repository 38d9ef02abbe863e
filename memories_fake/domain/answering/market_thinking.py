"""The four steps that are shown before a marketer's answer."""

from __future__ import annotations

from collections.abc import Sequence

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.posts import Entry, by_creator, counted, tags_of
from memories_fake.domain.answering.thinking import RERANKING, reading, reranking
from memories_fake.domain.answering.wording import clock, ended, listed, plural, quoted
from memories_fake.domain.records import Thinking
from memories_fake.runtime.chance import Chance

SEARCHING = "Searching relevant videos"
INSPECTING = "Inspecting search result relevance"
FETCHING = "Based on relevant videos, fetch detailed information"
_NAMED = 4


def think_market(
    inquiry: Inquiry, found: Sequence[Entry], kept: Sequence[Entry], chance: Chance
) -> tuple[Thinking, ...]:
    """The four steps, in order, on this prompt and these posts."""
    reranked = reranking(inquiry, [entry.footage for entry in kept], [entry.best for entry in kept])
    steps = (
        (SEARCHING, _searching(inquiry, found, chance)),
        (INSPECTING, _inspecting(inquiry, found, kept)),
        (FETCHING, _fetching(kept)),
        (RERANKING, reranked),
    )
    return tuple(Thinking(title, " ".join(told)) for title, told in steps)


def _searching(inquiry: Inquiry, found: Sequence[Entry], chance: Chance) -> list[str]:
    told = [reading(inquiry)]
    if inquiry.terms:
        told.append(f"Among public posts that means looking for {listed(inquiry.terms[:8])}.")
    else:
        told.append("No word in it can be searched for by itself, so the match has to be loose.")
    if not found:
        return [*told, "The search comes back with nothing."]
    told.append(f"The search comes back with {plural(len(found), 'post')}.")
    best = max(found, key=lambda entry: entry.best.found)
    lead = chance.pick(["First in line is", "The strongest match comes from"], "first")
    return [*told, f"{lead} {best.creator}, at {clock(best.best.start)}."]


def _inspecting(inquiry: Inquiry, found: Sequence[Entry], kept: Sequence[Entry]) -> list[str]:
    topic = set(inquiry.topic)
    literal = [entry for entry in found if topic & entry.best.stems]
    told = [
        f"{plural(len(found), 'post')} came back, {len(literal) or 'none'} with a searched word.",
        f"{plural(len(kept), 'post')} will be used and {len(found) - len(kept)} put aside.",
    ]
    if not kept:
        return [*told, "It is better to ask for a narrower question than to guess."]
    scores = [entry.best.found for entry in kept]
    told.append(f"Their scores run from {min(scores):.2f} to {max(scores):.2f}.")
    return [*told, ended(f"The leading passage reads {quoted(kept[0].best.text, limit=110)}")]


def _fetching(kept: Sequence[Entry]) -> list[str]:
    if not kept:
        return [
            "There is no post to read more closely.",
            "So there are neither creators nor numbers to report.",
            "The reply should say that, and how to ask better.",
        ]
    creators = list(by_creator(kept))
    views = sum(entry.post.views for entry in kept)
    tags = [tag for tag, _, _ in tags_of(kept)[:_NAMED]]
    told = [
        f"The posts come from {listed(creators[:_NAMED])}.",
        f"Together they were viewed {counted(views)} times." if views else "No views are known.",
    ]
    told.append(f"They carry {listed(tags)}." if tags else "None of them carries a hashtag.")
    return [*told, "For each, the matching second, the wording and the reception are noted down."]
