"""Images and text memories are added."""

from __future__ import annotations

from hypothesis.stateful import rule

from stories.choosing import homes, picks
from stories.material import PICTURES, picture_file
from stories.model import WAITING, Memory, Picture
from stories.scene import Scene
from stories.story import Home

ROLES = ("Ada", "Jo")


class RulesOfNotes(Scene):
    """What is added for good: nothing deletes it."""

    @rule(home=homes, which=picks)
    def upload_images(self, home: Home, which: int) -> None:
        """One or two images, in the order sent."""
        account = self.at(home)
        words = [self.story.new_word() for _ in range(1 + which % 2)]
        scene = list(PICTURES)[which % len(PICTURES)]
        sent = [picture_file(scene, word) for word in words]
        files = [
            ("files", (f"{word}_shot.png", content, "image/png"))
            for word, content in zip(words, sent, strict=True)
        ]
        tag = "evening" if which % 3 == 0 else None
        asked = {"tags": [tag]} if tag else {}
        rows = self.story.ask(home, "v1.upload_img", files=files, **asked).data
        names = [f"{word}_shot" for word in words]
        assert [(row["imageName"], row["uploadStatus"]) for row in rows] == [
            (name, WAITING) for name in names
        ]
        for row, name, content in zip(rows, names, sent, strict=True):
            account.pictures.append(
                Picture(row["id"], home.namespace or "", name, content, scene, account.now_ms, tag)
            )

    @rule(home=homes, which=picks)
    def remember(self, home: Home, which: int) -> None:
        """Some sayings of one occasion."""
        account, role = self.at(home), ROLES[which % 2]
        tags = ("home",) if which % 3 == 0 else ()
        words = [self.story.new_word() for _ in range(1 + which % 2)]
        contents = [f"The {word} is in the blue drawer." for word in words]
        said = [{"role": role, "content": content} for content in contents]
        told = self.story.ask(home, "v1.memories_add", memories=said, tags=list(tags)).data
        assert told["count"] == len(told["ids"]) == len(words)
        assert not {memory.number for memory in account.memories} & set(told["ids"])
        account.memories += [
            Memory(number, home.namespace or "", role, content, word, tags)
            for number, content, word in zip(told["ids"], contents, words, strict=True)
        ]
