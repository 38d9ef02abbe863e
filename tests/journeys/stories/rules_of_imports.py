"""Posts are imported, by address, by creator and by hashtag, for oneself or for everybody."""

from __future__ import annotations

from typing import Any

from hypothesis.stateful import rule

from stories.choosing import homes, picks
from stories.model import DEFAULT_FOLDER, Task
from stories.rules_of_films import TOLD_AT
from stories.scene import Scene
from stories.story import Home

WAYS = ("scraper_url", "scraper", "scraper_tag")
ADDRESSES = {
    "TIKTOK": "https://www.tiktok.com/@pier_songs/video/740000000000000000{}",
    "INSTAGRAM": "https://www.instagram.com/reel/pierSongs0{}/",
}
CREATORS = {
    "YOUTUBE": "https://www.youtube.com/@quay_songs",
    "TIKTOK": "https://www.tiktok.com/@quay_boats",
}
HASHTAGS = ("quaysongs", "quayboats")


class RulesOfImports(Scene):
    """What can be imported. Few posts are there to choose from, so that they come up again.

    `imports` are those that have been asked for, by whom and as which.
    """

    imports: list[tuple[Home, int]]

    @rule(home=homes, which=picks)
    def import_for_oneself(self, home: Home, which: int) -> None:
        """What an earlier import has brought into the namespace is not brought again."""
        if which % 4 == 3 and self.imports:
            home, which = self.imports[which // 4 % len(self.imports)]
        self.imports.append((home, which))
        account = self.at(home)
        asked, posts, _ = _wanted(which)
        folder = self.some_folder(home, which)
        if folder != DEFAULT_FOLDER:
            asked["folder_id"] = folder
        reply = self.story.ask(home, f"v1.{WAYS[which % 3]}", **asked)
        refused = account.refuses_folder(folder)
        if refused:
            assert reply.reason == refused
            return
        task = self._opened(home, reply.data, home.namespace)
        for post in posts:
            account.bring(task, post, folder)
        if which % 2:
            account.notify_of(task)

    @rule(home=homes, which=picks)
    def import_for_everybody(self, home: Home, which: int) -> None:
        """The public library has it at once, for all accounts; its task tells of it later."""
        account = self.at(home)
        asked, posts, platform = _wanted(which)
        reply = self.story.ask(home, f"v1.{WAYS[which % 3]}_public", **asked)
        task = self._opened(home, reply.data, None)
        for post in posts:
            self.story.world.publish(account, task, platform, post)
        if which % 2:
            account.notify_of(task)

    def _opened(self, home: Home, told: dict[str, Any], namespace: str | None) -> Task:
        known = [t.name for each in self.story.world.accounts.values() for t in each.tasks]
        assert told["taskId"] not in known
        return self.story.account(home).opened(told["taskId"], namespace)


def _wanted(which: int) -> tuple[dict[str, Any], list[str], str]:
    """What to ask for, which posts that is, and on which platform."""
    way, some, count = WAYS[which % 3], which // 3 % 2, 1 + which // 6 % 2
    told = {"callback_url": TOLD_AT} if which % 2 else {}
    posts = [f"{way} {some} {number}" for number in range(count)]
    if way == "scraper_url":
        platform, address = list(ADDRESSES.items())[some]
        urls = [address.format(number) for number in range(count)]
        return {"video_urls": urls, **told}, posts, platform
    if way == "scraper":
        platform, creator = list(CREATORS.items())[some]
        return {"username": creator, "scraper_cnt": count, **told}, posts, platform
    return {"hash_tags": [HASHTAGS[some]], "scraper_cnt": count, **told}, posts, "TIKTOK"
