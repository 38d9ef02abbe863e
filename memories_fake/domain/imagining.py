"""What a film shows and says, made of nothing but its name, its length and its chance."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from memories_fake.domain.records import Segment, Story
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.media import Film
from memories_fake.worlds import Actor, Part, Theme, Vocabulary, vocabulary

T = TypeVar("T")

CAST_SIZE = 3
WORDS_PER_PHRASE = 3
LETTERS_PER_QUOTE = 200
LETTERS_OF_AN_ID = 8
SHORT_FILM_SECONDS = 30
PARTS: tuple[tuple[float, Part], ...] = ((0.15, "opening"), (0.65, "development"), (0.85, "turn"))

BEYOND_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
SEPARATORS = re.compile(r"[\W_]+")
SEAMS = re.compile(
    r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\D)(?=\d)|(?<=\d)(?=\D)"
)
DIGIT = re.compile(r"\d")
HEXADECIMAL = re.compile(r"(?=.*\d)[0-9a-fA-F]{6,}")
PRONOUNCEABLE = re.compile(r"(?=.*[aeiouyà-ÿ])\D{4,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that stays the same through a film."""

    theme: Theme
    cast: Sequence[Actor]
    places: Sequence[str]
    subject: Sequence[str]
    focus: Sequence[str]
    words: Vocabulary
    offset: int
    chance: Chance


def imagine(name: str, film: Film, chance: Chance, *, prompt: str | None = None) -> Story:
    """The story of a film, in whole seconds: equal arguments give an equal story.

    What is shown covers the film without a gap; what is said lies within it, each text with one
    leading space. Subtitles are taken as they are. A prompt steers what is shown, and only that.
    """
    words = vocabulary()
    own = chance.derived("story", name)
    subject = _name_words(name, words)
    theme = _theme(subject, words, own)
    scene = _Scene(
        theme=theme,
        cast=_some(theme["actors"], own, "cast"),
        places=_some(theme["places"], own, "places"),
        subject=_phrases(subject),
        focus=_phrases(_prompt_words(prompt or "", words)),
        words=words,
        offset=own.below(1000, "offset"),
        chance=own,
    )
    seconds = film.duration_seconds if math.isfinite(film.duration_seconds) else 0.0
    return Story(visual=_shown(seconds, scene), audio=_said(film, seconds, scene))


def _some(choices: Sequence[T], chance: Chance, label: str) -> Sequence[T]:
    first = chance.below(len(choices), label)
    return [*choices[first:], *choices[:first]][:CAST_SIZE]


def _name_words(name: str, words: Vocabulary) -> Sequence[str]:
    """The telling words of a file name. A name beyond the Latin script is one word, verbatim."""
    head, _, extension = name.rpartition(".")
    stem = head if head and extension.lower() in words["extensions"] else name
    if BEYOND_LATIN.search(stem):
        return [stem.strip()[:LETTERS_PER_QUOTE]]
    tokens = SEPARATORS.split(stem)
    return [word for token in tokens for word in _telling(token, words["noise"])]


def _telling(token: str, noise: Sequence[str]) -> Sequence[str]:
    parts = SEAMS.split(token)
    if token.lower() in noise or _looks_random(token, parts):
        return []
    least = 3 if DIGIT.search(token) else 2
    lowered = (part.lower() for part in parts if not part.isdigit())
    return [part for part in lowered if len(part) >= least and part not in noise]


def _looks_random(token: str, parts: Sequence[str]) -> bool:
    if HEXADECIMAL.fullmatch(token):
        return True
    spoken = any(PRONOUNCEABLE.fullmatch(part) for part in parts)
    return len(token) >= LETTERS_OF_AN_ID and bool(DIGIT.search(token)) and not spoken


def _prompt_words(prompt: str, words: Vocabulary) -> Sequence[str]:
    if BEYOND_LATIN.search(prompt):
        return [prompt.strip()[:LETTERS_PER_QUOTE]]
    tokens = dict.fromkeys(SEPARATORS.split(prompt.lower()))
    return [token for token in tokens if len(token) > 1 and token not in words["stopwords"]]


def _phrases(words: Sequence[str]) -> Sequence[str]:
    starts = range(0, len(words), WORDS_PER_PHRASE)
    return [" ".join(words[start : start + WORDS_PER_PHRASE]) for start in starts]


def _theme(subject: Sequence[str], words: Vocabulary, chance: Chance) -> Theme:
    themes = words["themes"]
    called = [
        theme
        for word in subject
        for theme, content in themes.items()
        if _calls(word, content["keywords"])
    ]
    if not called:
        return themes[chance.pick(list(themes), "theme")]
    # English names carry their head last: "elephants dream" is a dream, "street food" is food.
    return themes[max(reversed(called), key=called.count)]


def _calls(word: str, keywords: Sequence[str]) -> bool:
    if word.isascii():
        return word in keywords or word.removesuffix("s") in keywords
    return any(keyword in word for keyword in keywords if not keyword.isascii())


def _shown(seconds: float, scene: _Scene) -> tuple[Segment, ...]:
    cuts = list(_cuts(max(1, math.ceil(seconds)), scene.chance))
    return tuple(
        Segment(index, start, end, _sight(scene, index, _part(index, len(cuts))))
        for index, (start, end) in enumerate(cuts)
    )


def _cuts(total_seconds: int, chance: Chance) -> Iterator[tuple[int, int]]:
    low, high = (3, 9)
    if total_seconds < SHORT_FILM_SECONDS:
        low, high = 1, max(1, min(4, total_seconds // 2))
    at = 0
    while at < total_seconds:
        left = total_seconds - at
        step = chance.between(low, high, "cut", at)
        if left - step < low:
            step = left if left <= high else left - low
        yield at, at + step
        at += step


def _sight(scene: _Scene, index: int, part: Part) -> str:
    drawn = _drawn(scene, "sight", index)
    actor = _turned(scene.cast, drawn[0])
    in_brief = part != "opening" and drawn[1] % 3 > 0
    shot = _turned(scene.words["cameras"], drawn[2]).format(
        who=actor["short" if in_brief else "long"],
        action=_phrase(scene, scene.theme["actions"][part], index, drawn[3]),
        where=_turned(scene.places, drawn[4]),
    )
    focus = _focus(scene, index, drawn[5])
    return f"{shot}{focus}.{_second_sentence(scene, index, drawn[6])}"


def _focus(scene: _Scene, index: int, byte: int) -> str:
    turn, is_odd = divmod(index, 2)
    if is_odd or not scene.focus:
        return ""
    return _turned(scene.words["focuses"], byte).format(focus=_turned(scene.focus, turn))


def _second_sentence(scene: _Scene, index: int, byte: int) -> str:
    """In turns: what the film is about, a detail, nothing."""
    turn, place = divmod(index, 3)
    if place == 0 and scene.subject:
        caption = _turned(scene.words["captions"], byte)
        return " " + caption.format(subject=_turned(scene.subject, turn))
    details = [*scene.theme["details"], *scene.words["details"]]
    return " " + _turned(details, byte) if place == 1 else ""


def _said(film: Film, seconds: float, scene: _Scene) -> tuple[Segment, ...]:
    if film.subtitles:
        return tuple(
            Segment(
                index,
                int(line.start_seconds),
                math.ceil(line.end_seconds),
                f" {line.text.lstrip()}",
            )
            for index, line in enumerate(film.subtitles)
        )
    if not film.has_sound:
        return ()
    stretches = list(_stretches(max(1, math.floor(seconds)), scene.chance))
    return tuple(
        Segment(index, start, end, " " + _speech(scene, index, _part(index, len(stretches))))
        for index, (start, end) in enumerate(stretches)
    )


def _stretches(total_seconds: int, chance: Chance) -> Iterator[tuple[int, int]]:
    at = 0
    while at < total_seconds:
        end = min(at + chance.between(2, 6, "speech", at), total_seconds)
        yield at, end
        at = end + chance.pick((0, 0, 1, 2), "silence", end)


def _speech(scene: _Scene, index: int, part: Part) -> str:
    words, drawn = scene.words, _drawn(scene, "speech", index)
    turn, place = divmod(index, 5)
    if place == 1 and scene.subject:
        remark = _turned(words["remarks"], turn + scene.offset)
        return remark.format(subject=_turned(scene.subject, turn))
    opener = _turned(words["openers"], drawn[0]) if index else ""
    line = _phrase(scene, scene.theme["lines"][part], index, drawn[1])
    aside = " " + _turned(words["asides"], drawn[2]) if place % 2 == 0 else ""
    return f"{opener}{line}{aside}"


def _part(index: int, count: int) -> Part:
    progress = index / max(1, count - 1)
    return next((part for end, part in PARTS if progress < end), "close")


def _drawn(scene: _Scene, label: str, index: int) -> bytes:
    """Chance for one segment: a byte a choice, which is much cheaper than a hash a choice."""
    return scene.chance.number(label, index).to_bytes(8, "big")


def _phrase(scene: _Scene, phrases: Sequence[str], index: int, byte: int) -> str:
    # Phrases come in turns, not by chance, so that neighbours are never the same.
    phrase = _turned(phrases, index + scene.offset)
    return phrase.format(thing=_turned(scene.theme["things"], byte))


def _turned(choices: Sequence[T], turn: int) -> T:
    return choices[turn % len(choices)]
