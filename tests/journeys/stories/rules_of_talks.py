"""Conversations are held: new ones, and old ones that are gone on with."""

from __future__ import annotations

from hypothesis.stateful import rule

from stories import talking
from stories.choosing import homes, picks
from stories.readings_of_public import PLATFORMS
from stories.scene import Scene
from stories.story import Home

OWN_NAME = "tea-time"


class RulesOfTalks(Scene):
    """What can be talked about."""

    @rule(home=homes, which=picks)
    def ask_about_films(self, home: Home, which: int) -> None:
        """About one film or two."""
        home = self.inhabited(home)
        self.at(home)
        films = [self.story.film_at(which + more, home) for more in range(1 + which // 3 % 2)]
        called = self._session(home, which)
        prompt = talking.PROMPTS[which % len(talking.PROMPTS)]
        talking.ask_about(self.story, home, films, prompt, way=which, called=called)

    @rule(home=homes, which=picks)
    def ask_personally(self, home: Home, which: int) -> None:
        """About everything that is there, or about one word that something there bears."""
        account = self.at(home)
        words = [film.word for film in account.ready(home.namespace) if film.word]
        words += [m.word for m in account.memories if m.namespace == home.namespace]
        word = words[which % len(words)] if words and which % 3 else None
        prompt = f"What about the {word}?" if word else talking.PROMPTS[which % 5]
        called = self._session(home, which)
        talking.ask_personally(self.story, home, prompt, way=which, called=called, word=word)

    @rule(home=homes, which=picks)
    def ask_the_public(self, home: Home, which: int) -> None:
        """About the posts of a platform."""
        self.at(home)
        prompts = ("What is posted about bread?", *talking.POINTING_BACK)
        prompt, called = prompts[which % len(prompts)], self._session(home, which)
        platform = PLATFORMS[which // 3 % len(PLATFORMS)]
        talking.ask_the_public(
            self.story, home, prompt, way=which, called=called, platform=platform
        )

    @rule(home=homes, which=picks)
    def point_back(self, home: Home, which: int) -> None:
        """Ask about a film, and then of somebody or something else, but back to that answer."""
        home = self.inhabited(home)
        ready = self.at(home).ready(home.namespace)
        if not ready:
            return
        way, who = divmod(which // 2, 4)
        first, other = ready[way % len(ready)], ready[(way + 1) % len(ready)]
        prompt = talking.PROMPTS[1]
        talking.ask_about(self.story, home, [first], prompt, way=way, called=None)
        called, prompt = self.at(home).sessions[-1].number, talking.POINTING_BACK[which % 2]
        if who == 0:
            talking.ask_personally(self.story, home, prompt, way=way, called=called)
        elif who == 1:
            platform = PLATFORMS[way % len(PLATFORMS)]
            talking.ask_the_public(
                self.story, home, prompt, way=way, called=called, platform=platform
            )
        else:
            talking.ask_about(self.story, home, [other], prompt, way=way, called=called)

    def _session(self, home: Home, which: int) -> str | None:
        """None for a new one; or one that there is, by its number or by the caller's own name.

        Now and then the number is that of a conversation in another home, which is none here.
        """
        everywhere = [s for each in self.story.world.accounts.values() for s in each.sessions]
        here = [s for s in self.story.account(home).sessions if s.namespace == home.namespace]
        numbers = [session.number for session in (everywhere if which % 8 == 7 else here)]
        if which % 8 < 3 or not numbers:
            return None if which % 8 < 2 else OWN_NAME
        return numbers[which // 8 % len(numbers)]
