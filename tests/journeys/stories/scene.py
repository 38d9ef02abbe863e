"""What all rules have in common: the story they are in, and whose turn it is."""

from __future__ import annotations

from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from stories import readings_of_lists
from stories.choosing import NAMESPACES
from stories.model import DEFAULT_FOLDER
from stories.story import Home, Story
from stories.world import RESERVED, UNKNOWN_FOLDER, Account


class Scene(RuleBasedStateMachine):
    """A story and the store of its fake."""

    story: Story
    store: Path

    def at(self, home: Home) -> Account:
        """The account of this home, a moment later."""
        self.pass_time(home.key, 100)
        return self.story.account(home)

    def pass_time(self, key: str, passed_ms: int) -> None:
        """Let time pass, and look at what imports have brought by then: it has numbers now."""
        self.story.pass_time(key, passed_ms)
        account = self.story.world.accounts[key]
        for task in account.tasks:
            if not task.was_read and account.now_ms >= task.downloaded_at_ms:
                task.was_read = True
                home = Home(key, task.namespace or NAMESPACES[0])
                readings_of_lists.task(self.story, home, task)

    def inhabited(self, home: Home) -> Home:
        """This home, or the first one where there are films, if none are here."""
        living = [
            Home(key, film.namespace)
            for key, account in self.story.world.accounts.items()
            for film in account.films
            if film.number
        ]
        return home if home in living or not living else living[0]

    def some_folder(self, home: Home, which: int) -> int:
        """Mostly a folder that takes films in."""
        own = list(self.story.account(home).folders)
        folders = [DEFAULT_FOLDER, *own, *own]
        return self.any_folder(which) if which % 11 == 10 else folders[which // 11 % len(folders)]

    def any_folder(self, which: int) -> int:
        """One that is always there, anybody's, or none at all."""
        everybodys = [n for each in self.story.world.accounts.values() for n in each.folders]
        folders = [*RESERVED, UNKNOWN_FOLDER, *everybodys]
        return folders[which % len(folders)]
