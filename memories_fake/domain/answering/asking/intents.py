"""What a prompt asks for, told from its words; the first intent that fits wins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Intent(StrEnum):
    """The kinds of answer, each by what is wanted."""

    COMPARE = "a comparison"
    HIGHLIGHTS = "a few telling moments"
    CHAPTERS = "parts without gaps"
    SUMMARY = "the gist"
    TITLES = "names made of the film's own words"
    YES_NO = "a plain yes or no with its evidence"
    COUNT = "a count"
    TRANSCRIPT = "the spoken words"
    WHEN = "times"
    GENERAL = "the moments that fit an open question"


class Length(StrEnum):
    """How much is wanted."""

    BRIEF = "only the strongest moments"
    USUAL = "a handful of moments"
    FULL = "weaker moments too"


_FILM = r"(?:videos?|films?|clips?|recordings?|footage|movies?)"
_HAPPENS = r"(?:happens|happened|is happening|goes on|is going on)"
_FINE = r"(?:best|key|top|main|important|interesting|exciting|memorable|funniest|notable|standout)"
_WRITE = r"(?:suggest|give|write|generate|create|propose|make|come up|need|want|pick|recommend)"
_POLITE = r"(?:please|so|and|but|then|okay|ok|hey|hi|hello|also|tell me|tell us)"
_ASKS_IF = (
    r"(?:is|are|was|were|does|did|has|have|had|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t|any"
    r"|do (?:you|we|they|the|any|these|those|people|i|both|all)"
    r"|(?:can|could) (?:you |we |i |one )?(?:see|hear|spot|notice))"
)
# In the order in which a prompt is checked for them.
_SIGNS: Mapping[Intent, str] = {
    Intent.COMPARE: r"\bcompar(?:e|ing|ison)\b|\bin common\b|\bversus\b|\bvs\b"
    r"|\bdifferen(?:ce|ces|t)\b.*\b(?:between|videos|films|clips|from)\b",
    Intent.HIGHLIGHTS: r"\bhigh-?lights?\b"
    rf"|\b{_FINE}\s+(?:\w+\s+)?(?:moments?|parts?|scenes?|clips?|bits?|events?)\b",
    Intent.CHAPTERS: r"\bchapters?\b|\btime-?line\b|\btable of contents\b|\boutline\b"
    r"|\b(?:divide|split|break|segment)\b.*\b(?:into|up|down|sections?|parts?|scenes?)\b",
    Intent.SUMMARY: r"\bsummar\w*|\boverview\b|\brecap\b|\btl;?dr\b|\bgist\b|\bsynopsis\b"
    r"|\bnutshell\b|\b(?:main|overall) (?:topic|subject|theme|idea|message)s?\b"
    rf"|\bwhat(?:['’]s| is| are| was)?\b.{{0,40}}\b(?:{_FILM}|it|this) (?:all )?about\b"
    rf"|\bdescribe (?:the|this|these|my|that) (?:whole |entire )?{_FILM}\b"
    rf"|\bwhat {_HAPPENS}(?: in (?:the|this|these|my) {_FILM})?\s*\??$",
    Intent.TITLES: r"\bhash-?tags?\b|\btag ?lines?\b|\bheadlines?\b|\bkeywords?\b"
    r"|\b(?:titles?|captions?) (?:for|ideas?)\b"
    rf"|\b{_WRITE}\b.*\b(?:titles?|tags|captions?|keywords|names)\b",
    Intent.YES_NO: rf"^(?:{_POLITE}[,\s]+)*{_ASKS_IF}\b|\byes(?: or |/)no\b"
    r"|\b(?:tell|say|check|know|confirm|find out|detect|verify)(?: me)? (?:if|whether)\b",
    Intent.COUNT: r"\bhow (?:many|much|often|long)\b|\bcount\b|\bnumber of\b",
    Intent.TRANSCRIPT: r"\btranscri\w+|\bsubtitles?\b|\bquot\w+|\bdialogues?\b|\blyrics\b"
    r"|\bword for word\b|\bmention(?:s|ed)?\b"
    r"|\b(?:says?|said|saying|spoken|speaks?|speaking|talk(?:s|ed|ing)?)\b",
    Intent.WHEN: r"\bwhen\b|\bwhere\b|\btime-?(?:stamps?|codes?)\b"
    r"|\b(?:what|which|exact) (?:exact )?(?:times?|point|moments?|minute|second|part)\b",
}
_BRIEF = re.compile(
    r"(?i)\bshort(?:er|ly|en)?\b|\bbrief(?:er|ly)?\b|\bconcise(?:ly)?\b|\btl;?dr\b|\bless\b"
    r"|\b(?:one|a single) (?:\w+ )?(?:sentence|line|word)\b|\bsimpler\b|\bquick(?:ly)?\b"
    r"|\bin a (?:sentence|line|word|nutshell)\b"
)
_FULL = re.compile(
    r"(?i)\blonger\b|\bdetail(?:s|ed)?\b|\bmore\b|\bfull\b|\ball\b|\bevery\b|\bcomplete\b"
    r"|\bthorough(?:ly)?\b|\bexpand\b|\bin[- ]depth\b|\bentire\b|\bcomprehensive\b|\belaborate\b"
)


def intent_of(prompt: str) -> Intent:
    """The kind of answer a prompt asks for."""
    text = prompt.lower().strip(" .,;:")
    return next((i for i, signs in _SIGNS.items() if re.search(signs, text)), Intent.GENERAL)


def length_of(prompt: str) -> Length:
    """How long an answer a prompt asks for."""
    if _BRIEF.search(prompt):
        return Length.BRIEF
    return Length.FULL if _FULL.search(prompt) else Length.USUAL
