"""Folders are made, renamed, filled and deleted."""

from __future__ import annotations

from hypothesis.stateful import rule

from stories import readings_of_lists
from stories.choosing import homes, picks
from stories.model import DEFAULT_FOLDER, READY, Film
from stories.scene import Scene
from stories.story import NOWHERE, Home
from stories.world import NAME_TAKEN, NOT_EMPTY, RESERVED, Account

NAMES = ("Holidays", "Lectures", "Rushes", "Default folder")


class RulesOfFolders(Scene):
    """What can be done with folders, which belong to the account and to no namespace."""

    @rule(home=homes, which=picks)
    def make_folder(self, home: Home, which: int) -> None:
        account, name = self.at(home), NAMES[which % len(NAMES)]
        reply = self.story.ask(home, "v1.folders_create", name=name)
        if name in (RESERVED | account.folders).values():
            assert reply.reason == NAME_TAKEN
            return
        told = reply.data
        assert told["folder_name"] == name
        assert told["folder_id"] not in account.folders
        account.folders[told["folder_id"]] = name
        readings_of_lists.folder_names(self.story, home)

    @rule(home=homes, which=picks)
    def rename_folder(self, home: Home, which: int) -> None:
        account, name = self.at(home), NAMES[which % len(NAMES)]
        folder = self._mostly_own(home, which)
        asked = {"folder_id": folder, "new_name": name}
        reply = self.story.ask(home, "v1.folders_rename", **asked)
        others = {**RESERVED, **account.folders, folder: ""}
        refused = account.refuses_own_folder(folder)
        if refused or name in others.values():
            assert reply.reason.startswith(refused or NAME_TAKEN)
            return
        assert reply.data == {"folder_id": folder, "folder_name": name}
        account.folders[folder] = name
        readings_of_lists.folder_names(self.story, home)

    @rule(home=homes, which=picks)
    def delete_folder(self, home: Home, which: int) -> None:
        """Parsed films hold a folder; others do not."""
        account, folder = self.at(home), self._mostly_own(home, which)
        if which % 2:
            folder = self._loosely_filled(account) or folder
        reply = self.story.ask(home, "v1.folders_delete", folder_id=folder)
        refused = account.refuses_own_folder(folder)
        if refused:
            assert reply.reason.startswith(refused)
        elif folder in {film.folder for film in self._parsed(account)}:
            assert reply.reason == NOT_EMPTY
        else:
            assert reply.data is None
            account.delete_folder(folder)
            readings_of_lists.folder_names(self.story, home)
            readings_of_lists.in_a_folder(self.story, Home(home.key, None), DEFAULT_FOLDER)

    def _loosely_filled(self, account: Account) -> int | None:
        """A folder of the account with films in it, none of which is parsed."""
        held = {film.folder for film in self._parsed(account)}
        filled = (film.folder for film in account.films if film.folder in account.folders)
        return next((folder for folder in filled if folder not in held), None)

    def _parsed(self, account: Account) -> list[Film]:
        return [film for film in account.films if film.status(account.now_ms) == READY]

    @rule(home=homes, which=picks)
    def move(self, home: Home, which: int) -> None:
        """Films of the named namespace, or of the whole account where none is named."""
        home = self.inhabited(home)
        account, folder = self.at(home), self.some_folder(home, which)
        caller = Home(home.key, None) if which % 2 else home
        anywhere = [film for film in account.films if film.number] or [NOWHERE]
        films = [self.story.film_at(which, home), anywhere[which % len(anywhere)]]
        numbers = [film.number for film in films]
        reply = self.story.ask(caller, "v1.folders_move", folder_id=folder, video_nos=numbers)
        refused = account.refuses_folder(folder)
        if refused:
            assert reply.reason == refused
            return
        assert reply.data is None
        account.move(caller.namespace, films, folder)
        readings_of_lists.in_a_folder(self.story, Home(home.key, None), folder)

    def _mostly_own(self, home: Home, which: int) -> int:
        own = list(self.story.account(home).folders)
        return own[which % len(own)] if own and which % 9 != 8 else self.any_folder(which)
