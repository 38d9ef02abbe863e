"""What the marketer can make of found posts: groups, hashtags, trends, ideas, comparisons."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from memories_fake.domain.answering.asking.inquiry import Inquiry
from memories_fake.domain.answering.asking.intents import Intent
from memories_fake.domain.answering.marketing.posts import (
    Entry,
    by_creator,
    counted,
    hashtags,
    line_for,
    reach,
    tags_of,
    title_in,
    views_of,
)
from memories_fake.domain.answering.telling.drafts import in_words
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import clock, listed, plural

_TAGS = 5
_TURNS = (
    "take the moment at {at} of {who} and tell it from the other side.",
    "open with what {who} only reaches at {at}, then show how it came about.",
    "answer {who} directly: stitch the moment at {at} and add a view of your own.",
    "make a how-to of what {who} shows at {at}.",
)


def pitch(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """What the posts say to the inquiry, told in the way that its words call for."""
    if not entries:
        sought = in_words(inquiry.terms, joiner="or")
        return (
            f"Nothing relevant was found among the public posts for {sought}. Please narrow it "
            "down: name a creator with @, a hashtag with #, or say what the post shows or says."
        )
    fitting = (pitch for sign, pitch in _PITCHES if re.search(sign, inquiry.prompt))
    told = next(fitting, group_by_creator)(inquiry, entries)
    if inquiry.intent is not Intent.YES_NO:
        return told
    is_said = any(inquiry.topic & entry.best.stems for entry in entries)
    return f"{'Yes.' if is_said else 'No, not in so many words.'} {told}"


def group_by_creator(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """What the posts say, creator by creator, then how the creators differ."""
    creators = by_creator(entries)
    about = f" on {listed(inquiry.terms)}" if inquiry.terms else ""
    count = f"{plural(len(entries), 'post')} by {plural(len(creators), 'creator')}"
    sections = [
        f"**{creator}** ({plural(len(own), 'post')}, {counted(views_of(own))} views)\n"
        + "\n".join(map(line_for, own))
        for creator, own in creators.items()
    ]
    head = f"This is what there is{about}: {count}."
    return "\n\n".join([head, *sections, _contrast(entries)]).strip()


def rank_hashtags(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """The hashtags of the posts, by how many carry them and how often those were viewed."""
    rows = tags_of(entries)[: inquiry.at_most(brief=3, usual=8, full=15)]
    if not rows:
        return f"None of the {plural(len(entries), 'post')} carries a hashtag."
    lines = [
        f"- {tag} — {plural(count, 'post')}, {counted(views)} views" for tag, count, views in rows
    ]
    users = dict.fromkeys(entry.creator for entry in entries if rows[0][0] in hashtags(entry))
    lead = f"{rows[0][0]} is the one to start with; it is in use by {listed(list(users))}."
    return "\n".join([f"Hashtags on the {plural(len(entries), 'found post')}:", *lines, "", lead])


def read_trends(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """Which of the posts travel furthest, and under which hashtags."""
    ranked = sorted(entries, key=lambda entry: -entry.post.views)
    shown = ranked[: inquiry.at_most(brief=2, usual=5, full=7)]
    lines = [f"{line_for(entry)} — {entry.creator}" for entry in shown]
    parts = ["\n".join(["By views:", *lines])]
    if tags := [tag for tag, _, _ in tags_of(entries)[:_TAGS]]:
        parts.append(f"They travel under {listed(tags)}.")
    return "\n\n".join([*parts, _contrast(entries)]).strip()


def pitch_ideas(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """Ideas for posts, each grown from a found post and its numbers."""
    ranked = sorted(entries, key=lambda entry: -entry.liking)
    lines: list[str] = []
    titles: list[str] = []
    for number, entry in enumerate(ranked[: inquiry.at_most(brief=2, usual=4, full=7)], 1):
        titles.append(title_of(entry.best.text, entry.footage.weights, taken=titles))
        turn = _TURNS[number % len(_TURNS)]
        idea = turn.format(at=clock(entry.best.start), who=entry.creator)
        tags = " ".join(hashtags(entry)[:3])
        lines.append(f"{number}. **{titles[-1]}** — {idea} That post has {reach(entry)}. {tags}")
    return "\n".join(["Ideas that build on what already works:", *lines])


def compare_creators(inquiry: Inquiry, entries: Sequence[Entry]) -> str:
    """The creators side by side in a table, with what each is about."""
    creators = by_creator(entries)
    if len(creators) == 1:
        return group_by_creator(inquiry, entries)
    rows = ["| creator | posts | views | likes per 100 views | about |", "|---|---|---|---|---|"]
    for creator, own in creators.items():
        rate = 100 * sum(entry.post.likes for entry in own) / max(1, views_of(own))
        about = title_of(own[0].best.text, own[0].footage.weights)
        facts = f"{len(own)} | {counted(views_of(own))} | {rate:.1f} | {about}"
        rows.append(f"| {creator} | {facts} |")
    return "\n".join(rows) + f"\n\n{_contrast(entries)}"


def _contrast(entries: Sequence[Entry]) -> str:
    """Who reaches furthest and who is liked most per view; '' for one creator."""
    if len(by_creator(entries)) == 1:
        return ""
    widest = max(entries, key=lambda entry: entry.post.views)
    dearest = max(entries, key=lambda entry: entry.liking)
    views = f"{counted(widest.post.views)} views on {title_in(widest)}"
    rate = f"{100 * dearest.liking:.1f} likes per 100 views on {title_in(dearest)}"
    return (
        f"{widest.creator} reaches furthest, with {views}; "
        f"{dearest.creator} wins the most hearts for each view, {rate}."
    )


_PITCHES: tuple[tuple[str, Callable[[Inquiry, Sequence[Entry]], str]], ...] = (
    (r"(?i)\bcompar\w*|\bversus\b|\bvs\b|\bdifferen\w+", compare_creators),
    (r"(?i)\bhash-?tags?\b|\btags\b", rank_hashtags),
    (
        r"(?i)\bideas?\b|\bsuggest\w*|\bscripts?\b|\binspir\w+|\bbrainstorm\w*|\bhooks?\b",
        pitch_ideas,
    ),
    (r"(?i)\btrend\w*|\bpopular\w*|\bviral\w*|\bperform\w*|\bmost \w+ed\b|\btop\b", read_trends),
)
