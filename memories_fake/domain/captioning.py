"""What the caption host says of a film or of pictures: nothing of it is kept in any library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from memories_fake.domain.answering import answer
from memories_fake.domain.imagining import imagine
from memories_fake.domain.library import Library
from memories_fake.domain.records import Segment, Status, Video
from memories_fake.domain.replies import Question, Watched
from memories_fake.domain.tokens import count_tokens
from memories_fake.domain.videos import NewVideo
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.media import Film

TOKENS_PER_SECOND = 60
TOKENS_PER_PICTURE = 258
A_GLANCE = Film(duration_seconds=4, has_sound=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted to be known, and the names of persons to be recognised."""

    user_prompt: str
    system_prompt: str = ""
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture by name; `trait` tells it from others of that name."""

    name: str
    trait: str


@dataclass(frozen=True, slots=True)
class Caption:
    """The text, and the tokens that went in and came out."""

    text: str
    input_tokens: int
    output_tokens: int


def caption_film(plan: NewVideo, asked: Asked, chance: Chance) -> Caption:
    """The prompt answered from all that the film shows and says."""
    video = Video(plan.name, plan.name, Status.READY, 0, plan.duration_seconds)
    told = answer(Question(asked.user_prompt, (Watched(video, plan.story),)))
    seen = [_recognised(name, plan.story.visual, chance) for name in asked.persons]
    text = "\n".join((told.content, *seen))
    return _caption(text, asked, TOKENS_PER_SECOND * plan.duration_seconds)


def caption_pictures(pictures: Sequence[Pictured], asked: Asked, chance: Chance) -> Caption:
    """What each picture shows; several are numbered. The prompt steers what is looked at."""
    shown = [_shown(picture, asked, chance) for picture in pictures]
    if len(shown) > 1:
        shown = [f"{number}. {text}" for number, text in enumerate(shown, start=1)]
    seen = [f"{name} is in picture {_which(name, pictures, chance)}." for name in asked.persons]
    return _caption("\n".join((*shown, *seen)), asked, TOKENS_PER_PICTURE * len(pictures))


def task_name(library: Library) -> str:
    """A name for a task that looks like a random UUID; no two are the same."""
    digits = library.chance.hex(32, "caption", library.account, library.ids.mint())
    return str(UUID(digits, version=4))


def _shown(picture: Pictured, asked: Asked, chance: Chance) -> str:
    own = chance.derived("picture", picture.trait)
    return imagine(picture.name, A_GLANCE, own, prompt=asked.user_prompt).visual[0].text


def _recognised(name: str, visual: Sequence[Segment], chance: Chance) -> str:
    if not visual:
        return f"{name} is not seen."
    segment = chance.pick(visual, "person", name)
    return f"{name} is seen from second {segment.start_seconds} to {segment.end_seconds}."


def _which(name: str, pictures: Sequence[Pictured], chance: Chance) -> int:
    return 1 + chance.below(len(pictures), "person", name)


def _caption(text: str, asked: Asked, seen_tokens: int) -> Caption:
    prompts = count_tokens(asked.user_prompt, asked.system_prompt)
    return Caption(text, prompts + seen_tokens, count_tokens(text))
