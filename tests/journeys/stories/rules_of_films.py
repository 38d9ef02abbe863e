"""Films come in by file and by address, are told anew, and are deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis.stateful import rule

from stories import readings_of_lists
from stories.choosing import HOMES, homes, lines, picks
from stories.keeping import nothing_but_what_is_there
from stories.material import subtitles
from stories.model import DEFAULT_FOLDER, PARSE_MS, WAITING, Film, Notice, Rewriting
from stories.probes import nothing_is_left
from stories.scene import Scene
from stories.story import Home, Reply

TOLD_AT = "https://me.example/told"
TAGS = ((), ("evening",), ("evening", "pier"))


class RulesOfFilms(Scene):
    """What can be done with films."""

    @rule(home=homes, line=lines, which=picks)
    def upload(self, home: Home, line: str, which: int) -> None:
        """A film with or without speech, or a file that is none, kept or not."""
        word = self.story.new_word()
        clip = self.story.clips[which % 2]
        film = self._new(home, word, which)
        film.fails = which % 7 == 6
        film.speech = (f"Nobody but {word} knows.", "The tide decides.") if which % 3 else ()
        film.sent = f"no film, only {word}".encode() if film.fails else clip.stamped(word)
        film.is_kept = which % 5 != 4
        film.scenes = () if film.fails else clip.scenes
        files = [("file", (f"{word}_film.mp4", film.sent, "video/mp4"))]
        if film.speech and not film.fails:
            files.append(("file", ("lines.srt", subtitles(film.speech), "text/plain")))
        asked = {"retain_original_video": str(film.is_kept).lower()}
        self._take_in(home, film, f"{line}.upload", which, files=files, **asked)

    @rule(home=homes, line=lines, which=picks)
    def upload_by_address(self, home: Home, line: str, which: int) -> None:
        """A film that is known by its address only: nothing of it is kept."""
        word = self.story.new_word()
        film = self._new(home, word, which)
        film.url = f"https://films.example/{word}_film.mp4"
        self._take_in(home, film, f"{line}.upload_url", which, url=film.url)

    def _new(self, home: Home, word: str, which: int) -> Film:
        now_ms = self.at(home).now_ms
        film = Film(home.namespace or "", now_ms, name=f"{word}_film", word=word)
        film.tags = (*TAGS[which % len(TAGS)], "api")
        film.camera = "K-7" if which % 4 == 1 else None
        film.place = (54.32, 10.13) if which % 4 == 2 else None
        return film

    def _take_in(self, home: Home, film: Film, operation: str, which: int, **asked: Any) -> None:
        """Send a film, into some folder, perhaps with an address to be told at."""
        account = self.story.account(home)
        film.folder = self.some_folder(home, which)
        told = {
            "tags": list(film.tags[:-1]),
            "camera_model": film.camera,
            "latitude": film.place and film.place[0],
            "longitude": film.place and film.place[1],
            "folder_id": film.folder if film.folder != DEFAULT_FOLDER else None,
            "callback": TOLD_AT if which % 2 else None,
        }
        sent = {name: value for name, value in told.items() if value}
        reply = self.story.ask(home, operation, **asked, **sent)
        refused = account.refuses_folder(film.folder)
        if refused:
            assert reply.reason == refused
            return
        self._assert_taken_in(reply, film)
        account.films.append(film)
        if which % 2:
            account.notices.append(Notice(film, film.ready_at_ms))
        readings_of_lists.all_films(self.story, home, which)

    def _assert_taken_in(self, reply: Reply, film: Film) -> None:
        told = reply.data
        assert (told["videoName"], told["videoStatus"]) == (film.name, WAITING)
        known = [each for account in self.story.world.accounts.values() for each in account.films]
        assert told["videoNo"] not in {each.number for each in [*known, *self.story.world.gone]}
        film.number = film.told.stays("number", told["videoNo"])
        film.told.stays("created", int(told["uploadTime"]))

    @rule(home=homes, which=picks)
    def tell_anew(self, home: Home, which: int) -> None:
        """Have what a film shows told anew; until that is ready, the old telling stays."""
        home = self.inhabited(home)
        account, film = self.at(home), self.story.film_at(which, home)
        word = self.story.new_word()
        asked = {"video_no": film.number, "prompt": f"Look for the {word}."}
        if which % 2:
            asked["callback"] = TOLD_AT
        reply = self.story.ask(home, "v1.update_video_transcription", **asked)
        refused = account.refuses_reading(home.namespace or "", film)
        if refused:
            assert reply.reason.startswith(refused)
            return
        assert reply.data["video_no"] == film.number
        film.rewritings.append(Rewriting(account.now_ms + PARSE_MS, word))
        if which % 2:
            account.notices.append(Notice(film, account.now_ms + PARSE_MS))

    @rule(home=homes, line=lines, which=picks)
    def delete(self, home: Home, line: str, which: int) -> None:
        """Delete a film, now and then with others that may be anybody's; then look for it."""
        home = self.inhabited(home)
        film = self.story.film_at(which, home)
        films = [film] if which % 2 else [film, self.story.film_at(which + 1, home)]
        for each in self.deleted(home, line, films):
            nothing_is_left(self.story, HOMES, home, each)

    @rule(line=lines, which=picks)
    def delete_what_was_talked_about(self, line: str, which: int) -> None:
        """Delete a film that one of the latest conversations began with."""
        begun = [
            (Home(account.key, session.namespace), film)
            for account in self.story.world.accounts.values()
            for session in reversed(account.sessions)
            for film in account.films
            if film in session.exchanges[0].about
        ]
        if begun:
            home, film = begun[which % min(3, len(begun))]
            for each in self.deleted(home, line, [film]):
                nothing_is_left(self.story, HOMES, home, each)

    def deleted(self, home: Home, line: str, films: Sequence[Film]) -> list[Film]:
        """Delete these films, and look at what is kept; the ones that were there."""
        account, numbers = self.at(home), [film.number for film in films]
        asked = {"video_nos": [*numbers, "VI1"]}
        assert self.story.ask(home, f"{line}.delete_videos", **asked).data is None
        gone = account.delete(home.namespace or "", films)
        self.story.world.gone += gone
        nothing_but_what_is_there(self.story.world, self.store)
        return gone
