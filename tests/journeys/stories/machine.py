"""The stories: all rules together, the readings between them, and what has to hold at any time."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from memories_fake import Fake
from stories import probes, readings_of_lists
from stories.choosing import HOMES, KEYS, homes, picks
from stories.material import Clip
from stories.model import IMPORT_MS, PARSE_MS, Post
from stories.readings_of_public import PLATFORMS, posts_there
from stories.rules_of_films import RulesOfFilms
from stories.rules_of_folders import RulesOfFolders
from stories.rules_of_imports import RulesOfImports
from stories.rules_of_notes import RulesOfNotes
from stories.rules_of_talks import RulesOfTalks
from stories.story import NOWHERE, Home, Story
from stories.world import Account, World


class RandomStories(RulesOfFilms, RulesOfImports, RulesOfFolders, RulesOfNotes, RulesOfTalks):
    """What anybody may do, in any order, on a fake that is empty."""

    def __init__(self, fake: Fake, store: Path, clips: tuple[Clip, ...]) -> None:
        super().__init__()
        fake.reset()
        accounts = {key: Account(key, fake.clock(key).now_ms()) for key in KEYS}
        self.story = Story(World(accounts), clips, fake)
        self.store = store
        self.turns = 0
        self.imports = []
        self.story.world.posts += [
            Post(platform, number)
            for platform in PLATFORMS
            for number in posts_there(self.story, HOMES[0], platform)
        ]

    @initialize(which=picks)
    def begin(self, which: int) -> None:
        """Folders and films are there, most of these parsed, and one has been talked about."""
        self.make_folder(HOMES[0], which)
        for number, home in enumerate(HOMES[:1] + HOMES[:3]):
            self.upload(home, "v1", which + number)
            self.upload_by_address(home, "v1", which // 7)
        self.wait(PARSE_MS)
        self.make_folder(HOMES[0], which + 1)
        self.upload(HOMES[0], "legacy", which)
        self.ask_about_films(HOMES[0], 1)

    @rule(passed_ms=st.sampled_from([PARSE_MS + 1000, IMPORT_MS + 1000, IMPORT_MS // 2]))
    def wait(self, passed_ms: int) -> None:
        """Time passes for everybody."""
        for key in KEYS:
            self.pass_time(key, passed_ms)

    @rule(home=homes, which=picks)
    def read(self, home: Home, which: int) -> None:
        """Ask for something, and hold what is told against the model."""
        read = probes.READINGS[which % len(probes.READINGS)]
        which //= len(probes.READINGS)
        read(self.story, home, self.story.film_at(which, home), which)

    @invariant()
    def everybody_sees_his_own(self) -> None:
        """In turns, a home lists exactly what is its own, or something else is read there."""
        self.turns += 1
        turn, is_reading = divmod(self.turns, 2)
        home = HOMES[turn % len(HOMES)]
        if is_reading:
            home = self.inhabited(home)
            read = probes.READINGS[turn % len(probes.READINGS)]
            read(self.story, home, self.story.film_at(turn, home), turn)
        else:
            readings_of_lists.all_films(self.story, home, turn)

    def teardown(self) -> None:
        """At the end everybody deletes all that he has, and nothing of it is left anywhere."""
        for home in HOMES:
            films = [f for f in self.story.account(home).listed(home.namespace) if f.number]
            if films:
                self.deleted(home, "v1", films)
            readings_of_lists.all_films(self.story, home, 0)
            readings_of_lists.sessions(self.story, home, NOWHERE, 0)
