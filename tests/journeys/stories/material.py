"""What the stories are made of: words nobody else uses, pictures, and small films made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from picture_making import encoded, harbour, kitchen, make_film, street

SYLLABLES = [first + second for first in "bdgklmnprtvz" for second in "aiou"]
PICTURES: Mapping[str, bytes] = {
    "harbour": encoded(harbour()),
    "kitchen": encoded(kitchen()),
    "street": encoded(street()),
}


@dataclass(frozen=True)
class Clip:
    """A film that is made once; `scenes` are names of pictures, each shown for a second."""

    content: bytes
    scenes: tuple[str, ...]

    def stamped(self, word: str) -> bytes:
        """The same film in other bytes: the word stands in a box of it that players pass over."""
        stamp = word.encode()
        return self.content + (8 + len(stamp)).to_bytes(4, "big") + b"free" + stamp


def make_clips(folder: Path) -> tuple[Clip, ...]:
    """The clips that all stories upload."""
    scenes = {"harbour": harbour(), "kitchen": kitchen(), "street": street()}
    clips = []
    for number, shown in enumerate((("harbour",), ("kitchen", "street"))):
        path = make_film(folder / f"{number}.mp4", [(scenes[name], 1) for name in shown])
        clips.append(Clip(path.read_bytes(), shown))
    return tuple(clips)


def word_number(number: int) -> str:
    """A word that no language has: no two are equal, and none is a part of another."""
    spelled = []
    for _ in range(3):
        number, syllable = divmod(number, len(SYLLABLES))
        spelled.append(SYLLABLES[syllable])
    return "".join(reversed(spelled)) + "k"


def picture_file(name: str, word: str) -> bytes:
    """A picture as a file of its own: PNG readers stop at its end, so the word does no harm."""
    return PICTURES[name] + word.encode()


def subtitles(lines: tuple[str, ...]) -> bytes:
    """Lines of speech, a second each, as a .srt file."""
    told = [
        f"{number + 1}\n00:00:{number:02},000 --> 00:00:{number + 1:02},000\n{line}\n"
        for number, line in enumerate(lines)
    ]
    return "\n".join(told).encode()
