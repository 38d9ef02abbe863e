"""What the marketer can make of found posts: groups, hashtags, trends, ideas, comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from memories_fake.domain.answering.asking import Inquiry
from memories_fake.domain.answering.footage import Footage
from memories_fake.domain.answering.naming import hashtags_of
from memories_fake.domain.answering.posts import (
    Entry,
    by_creator,
    counted,
    hashtags,
    line_for,
    reach,
    section_for,
    tags_of,
    title_in,
)
from memories_fake.domain.answering.titles import title_of
from memories_fake.domain.answering.wording import clock, listed, plural
from memories_fake.runtime.chance import Chance

_THEMES = 5

Pitch = Callable[[Inquiry, Sequence[Entry], Chance], str]


def group_by_creator(inquiry: Inquiry, entries: Sequence[Entry], chance: Chance) -> str:
    """What the posts say, creator by creator, then how the creators differ."""
    creators = by_creator(entries)
    about = f" on {listed(inquiry.terms)}" if inquiry.terms else ""
    lead = chance.pick(["Found", "This is what there is"], "group", inquiry.prompt)
    count = f"{plural(len(entries), 'post')} by {plural(len(creators), 'creator')}"
    sections = [section_for(creator, own) for creator, own in creators.items()]
    return "\n\n".join([f"{lead}{about}: {count}.", *sections, _contrast(entries)]).strip()


def rank_hashtags(inquiry: Inquiry, entries: Sequence[Entry], _chance: Chance) -> str:
    """The hashtags of the posts, by how many carry them and how often those were viewed."""
    rows = tags_of(entries)[: inquiry.at_most(brief=3, usual=8, full=15)]
    if not rows:
        words = hashtags_of(entries[0].footage, _THEMES)
        offer = f" Their words suggest {listed(words)}." if words else ""
        return f"None of the {plural(len(entries), 'post')} carries a hashtag.{offer}"
    lines = [
        f"- {tag} — {plural(posts, 'post')}, {counted(views)} views" for tag, posts, views in rows
    ]
    tag = rows[0][0]
    users = dict.fromkeys(entry.creator for entry in entries if tag in hashtags(entry))
    verb = "use" if len(users) > 1 else "uses"
    lead = f"{tag} is the one to start with: {listed(list(users))} {verb} it."
    return "\n".join([f"Hashtags on the {plural(len(entries), 'found post')}:", *lines, "", lead])


def read_trends(inquiry: Inquiry, entries: Sequence[Entry], chance: Chance) -> str:
    """What the posts share, which of them travel furthest, and under which hashtags."""
    ranked = sorted(entries, key=lambda entry: -entry.post.views)
    shown = ranked[: inquiry.at_most(brief=2, usual=5, full=7)]
    themes = _shared_themes(entries)
    head = f"What recurs in these {plural(len(entries), 'post')}: {listed(themes)}."
    tags = [tag for tag, _, _ in tags_of(entries)[:_THEMES]]
    parts = [head] if themes else []
    parts.append(
        "\n".join(["By views:", *(f"{line_for(entry)} — {entry.creator}" for entry in shown)])
    )
    if tags:
        lead = chance.pick(["They travel under", "The tags in use are"], "tags", inquiry.prompt)
        parts.append(f"{lead} {listed(tags)}.")
    return "\n\n".join([*parts, _contrast(entries)]).strip()


def pitch_ideas(inquiry: Inquiry, entries: Sequence[Entry], chance: Chance) -> str:
    """Ideas for posts, each grown from a found post and its numbers."""
    ranked = sorted(entries, key=lambda entry: -entry.liking)
    lines: list[str] = []
    titles: list[str] = []
    for number, entry in enumerate(ranked[: inquiry.at_most(brief=2, usual=4, full=7)], 1):
        title = title_of(entry.best.text, entry.footage.weights, taken=titles)
        titles.append(title)
        turn = chance.pick(_TURNS, "idea", number + chance.below(len(_TURNS), inquiry.prompt))
        tags = " ".join(hashtags(entry)[:3])
        lines.append(
            f"{number}. **{title}** — {turn.format(at=clock(entry.best.start), who=entry.creator)} "
            f"That post has {reach(entry)}.{f' Tags: {tags}' if tags else ''}"
        )
    return "\n".join(["Ideas that build on what already works:", *lines])


def compare_creators(inquiry: Inquiry, entries: Sequence[Entry], chance: Chance) -> str:
    """The creators side by side in a table, with what each is about."""
    creators = by_creator(entries)
    if len(creators) == 1:
        return group_by_creator(inquiry, entries, chance)
    rows = ["| creator | posts | views | likes per 100 views | about |", "|---|---|---|---|---|"]
    for creator, own in creators.items():
        views = sum(entry.post.views for entry in own)
        likes = sum(entry.post.likes for entry in own)
        rate = f"{100 * likes / views:.1f}" if views else "unknown"
        about = title_of(own[0].best.text, own[0].footage.weights)
        rows.append(f"| {creator} | {len(own)} | {counted(views)} | {rate} | {about} |")
    return "\n".join(rows) + f"\n\n{_contrast(entries)}"


def _contrast(entries: Sequence[Entry]) -> str:
    """Who reaches furthest and who is liked most per view; '' for one creator or no views."""
    widest = max(entries, key=lambda entry: entry.post.views)
    dearest = max(entries, key=lambda entry: entry.liking)
    if len(by_creator(entries)) == 1 or not widest.post.views:
        return ""
    views = f"{counted(widest.post.views)} views on {title_in(widest)}"
    told = f"{widest.creator} reaches furthest, with {views}"
    rate = f"{100 * dearest.liking:.1f} likes per 100 views"
    if dearest.creator == widest.creator:
        return f"{told}, and is also liked most for its reach: {rate}."
    return (
        f"{told}; {dearest.creator} wins more hearts for each view, {rate} on {title_in(dearest)}."
    )


def _shared_themes(entries: Sequence[Entry]) -> list[str]:
    """Words that more than one of the posts turn on, most shared first."""
    used: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for footage in _footages(entries):
        for word in footage.theme_stems():
            used[word] += 1
            spelled.setdefault(word, footage.spellings[word])
    return [spelled[word] for word, posts in used.most_common(_THEMES) if posts > 1]


def _footages(entries: Sequence[Entry]) -> list[Footage]:
    return [entry.footage for entry in entries]


_TURNS = (
    "take the moment at {at} of {who} and tell it from the other side.",
    "open with what {who} only reaches at {at}, then show how it came about.",
    "answer {who} directly: stitch the moment at {at} and add a view of your own.",
    "retell the turn at {at} of {who} in three cuts, the last one as a question.",
    "make a how-to of what {who} shows at {at}.",
)
PITCHES: tuple[tuple[str, Pitch], ...] = (
    (r"(?i)\bcompar\w*|\bversus\b|\bvs\b|\bdifferen\w+", compare_creators),
    (r"(?i)\bhash-?tags?\b|\btags\b", rank_hashtags),
    (
        r"(?i)\bideas?\b|\bsuggest\w*|\bscripts?\b|\binspir\w+|\bbrainstorm\w*|\bhooks?\b",
        pitch_ideas,
    ),
    (r"(?i)\btrend\w*|\bpopular\w*|\bviral\w*|\bperform\w*|\bmost \w+ed\b|\btop\b", read_trends),
)
