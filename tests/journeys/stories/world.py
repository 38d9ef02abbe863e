"""What the operations do to the model: one account, and all of them with the public library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stories.model import (
    API_FOLDER,
    DEFAULT_FOLDER,
    IMPORT_MS,
    PARSE_MS,
    READY,
    Film,
    Memory,
    Notice,
    Picture,
    Post,
    Session,
    Task,
)

NO_VIDEO = "video not found"
NO_VIDEOS = "No videos found for the provided video numbers."
NOT_PARSED = "Video is not parsed: "
NO_FOLDER = "folder not found"
READ_ONLY = "folder is read-only"
NOT_ONES_OWN = "The folder_id parameter is invalid"
NAME_TAKEN = "folder name already exists"
NOT_EMPTY = "folder contains parsed videos"
UNKNOWN_FOLDER = 17
RESERVED = {DEFAULT_FOLDER: "Default folder", API_FOLDER: "API"}


@dataclass
class Account:
    """All that one key owns. Where a namespace is asked for, None stands for all of them."""

    key: str
    now_ms: int
    folders: dict[int, str] = field(default_factory=dict)
    films: list[Film] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    said: set[str] = field(default_factory=set)  # words that its own prompts have used

    def listed(self, namespace: str | None, folder: int | None = None) -> list[Film]:
        """The films that are to be seen there."""
        return [
            film
            for film in self.films
            if film.appears_at_ms <= self.now_ms
            and namespace in {None, film.namespace}
            and folder in {None, film.folder}
        ]

    def ready(self, namespace: str | None, folder: int | None = None) -> list[Film]:
        """Those of them that are parsed."""
        return [f for f in self.listed(namespace, folder) if f.status(self.now_ms) == READY]

    def find(self, namespace: str | None, number: str) -> Film | None:
        """The film of that number, if it is to be seen there."""
        return next((f for f in self.listed(namespace) if f.number == number), None)

    def refuses_chat(self, namespace: str, films: Sequence[Film]) -> str | None:
        """Why nothing can be asked about these films together, or None if it can."""
        if any(film not in self.listed(namespace) for film in films):
            return NO_VIDEOS
        return NOT_PARSED if any(film not in self.ready(namespace) for film in films) else None

    def refuses_reading(self, namespace: str, film: Film) -> str | None:
        """Why a parsed film is not there to be read, or None if it is."""
        if film not in self.listed(namespace):
            return NO_VIDEO
        return None if film in self.ready(namespace) else NOT_PARSED

    def refuses_folder(self, folder: int) -> str | None:
        """Why nothing can be put into a folder, or None if it can."""
        if folder not in RESERVED | self.folders:
            return NO_FOLDER
        return READ_ONLY if folder == API_FOLDER else None

    def refuses_own_folder(self, folder: int) -> str | None:
        """Why a folder can be neither renamed nor deleted, whatever is in it."""
        if folder in RESERVED:
            return NOT_ONES_OWN
        return None if folder in self.folders else NO_FOLDER

    def move(self, namespace: str | None, films: Sequence[Film], folder: int) -> None:
        """Put films into a folder; those that are not to be seen there stay where they are."""
        for film in films:
            if film in self.listed(namespace):
                film.folder = folder

    def delete_folder(self, folder: int) -> None:
        """Whatever is still in it goes back to the default folder."""
        del self.folders[folder]
        for film in self.films:
            if film.folder == folder:
                film.folder = DEFAULT_FOLDER

    def delete(self, namespace: str, films: Sequence[Film]) -> list[Film]:
        """Remove films, and all that was told or planned about them; the ones that were there."""
        gone = [film for film in self.films if film in films and film.namespace == namespace]
        self.films = [film for film in self.films if film not in gone]
        self.notices = [notice for notice in self.notices if notice.about not in gone]
        for film in gone:
            for task in self.tasks:
                task.ready_at_ms.pop(film, None)
        for session in self.sessions:
            for exchange in session.exchanges:
                exchange.is_taken_back |= not exchange.about.isdisjoint(gone)
        return gone

    def bring(self, task: Task, post: str, folder: int) -> None:
        """Import a post into the namespace of a task, unless it is there already."""
        assert task.namespace is not None
        for film in self.films:
            if (film.namespace, film.post) == (task.namespace, post):
                break
        else:
            film = Film(task.namespace, task.downloaded_at_ms, post=post, folder=folder)
            self.films.append(film)
        task.ready_at_ms[film] = max(task.downloaded_at_ms, film.ready_at_ms)

    def opened(self, name: str, namespace: str | None) -> Task:
        """A new task."""
        task = Task(name, namespace, self.now_ms + IMPORT_MS)
        self.tasks.append(task)
        return task

    def notify_of(self, task: Task) -> None:
        """Plan what is told of an import: that all is downloaded, then each that is ready."""
        self.notices.append(Notice(task, task.downloaded_at_ms))
        self.notices += [Notice(each, at_ms) for each, at_ms in task.ready_at_ms.items()]

    def session(self, namespace: str, called: str) -> Session | None:
        """The conversation that a caller means: by his own name for it, or by its number."""
        own = [session for session in self.sessions if session.namespace == namespace]
        by_name = (session for session in own if session.called == called)
        by_number = (session for session in own if session.number == called)
        return next(by_name, None) or next(by_number, None)

    def namespaces(self) -> list[str]:
        """Those that hold anything."""
        kept = (self.films, self.pictures, self.memories, self.sessions)
        return sorted({each.namespace for things in kept for each in things})


@dataclass
class World:
    """All accounts, the public library that they share, and what has been deleted."""

    accounts: dict[str, Account]
    posts: list[Post] = field(default_factory=list)
    gone: list[Film] = field(default_factory=list)

    def publish(self, account: Account, task: Task, platform: str, source: str) -> None:
        """Import a post into the public library, unless it is there already."""
        post = next((each for each in self.posts if each.source == source), None)
        at_ms = task.downloaded_at_ms
        if post is None:
            post, at_ms = Post(platform, source=source), at_ms + PARSE_MS
            self.posts.append(post)
        task.ready_at_ms[post] = at_ms

    def library(self, platform: str) -> list[Post]:
        """The posts of one platform."""
        return [post for post in self.posts if post.platform == platform]

    def hidden_from(self, key: str, namespace: str | None) -> list[Film]:
        """The films that somebody must not see there: other people's, and all that are gone."""
        others = [
            film
            for account in self.accounts.values()
            for film in account.films
            if account.key != key or namespace not in {None, film.namespace}
        ]
        return [*others, *self.gone]
