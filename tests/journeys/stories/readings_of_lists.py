"""Each operation that lists what there is, against the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stories.model import READY, WAITING, Exchange, Film, Session, Task
from stories.readings_of_films import assert_described
from stories.story import Home, Story
from stories.world import NO_FOLDER, RESERVED, UNKNOWN_FOLDER

LEGACY = "legacy.list_videos"  # tells the size of what waits, too
LISTS = ("v1.list_videos", LEGACY)
TAKEN_BACK = "This answer was about a video that has been deleted."
MOST = 200


def all_films(story: Story, home: Home, which: int) -> list[Any]:
    """All films of a home, on one of the lines; the rows."""
    line = LISTS[which % 2]
    page = story.ask(home, line).data
    there = story.account(home).listed(home.namespace)
    assert (page["current_page"], page["page_size"]) == (1, MOST)
    assert page["total_count"] == str(len(there))
    _assert_listed(story, home, line, page["videos"], there)
    rows: list[Any] = page["videos"]
    return rows


def films(story: Story, home: Home, film: Film, which: int) -> None:
    """Both lists of films, whole and in pages, and by everything that they can be chosen by."""
    newer, older = (all_films(story, home, line) for line in range(2))
    assert _without_size(newer) == _without_size(older)
    line = LISTS[which % 2]
    pages = [story.ask(home, line, page=n + 1, size=2).data for n in range(2)]
    assert [video for page in pages for video in page["videos"]] == (newer, older)[which % 2][:4]
    for asked, fits in _choices(story, home, film, which):
        found = story.ask(home, line, **asked).data["videos"]
        there = [each for each in story.account(home).listed(home.namespace) if fits(each)]
        _assert_listed(story, home, line, found, there)


def _choices(
    story: Story, home: Home, film: Film, which: int
) -> list[tuple[dict[str, Any], Callable[[Film], bool]]]:
    """Ways to choose, and which films fit; what was told of a film counts once it is parsed."""
    account = story.account(home)

    def is_ready(each: Film) -> bool:
        return each.status(account.now_ms) == READY

    status = film.status(account.now_ms)
    choices: list[tuple[dict[str, Any], Callable[[Film], bool]]] = [
        ({"video_no": film.number}, lambda f: f is film),
        ({"video_nos": [film.number, "VI1"]}, lambda f: f is film),
        ({"video_name": film.word or film.name}, lambda f: f is film or f.name == film.name),
        ({"status": status}, lambda f: f.status(account.now_ms) == status),
        ({"folder_id": film.folder}, lambda f: f.folder == film.folder),
        ({"tag": "api"}, lambda f: "api" in f.tags and is_ready(f)),
        ({"tag": "evening"}, lambda f: "evening" in f.tags and is_ready(f)),
        ({"camera_model": "K-7"}, lambda f: f.camera == "K-7" and is_ready(f)),
        ({"latitude": 54.3, "longitude": 10.1}, lambda f: f.place is not None and is_ready(f)),
    ]
    is_known = film.folder in RESERVED | account.folders
    chosen = *choices[:3], choices[3 + which % 6]
    return [each for each in chosen if is_known or "folder_id" not in each[0]]


def _assert_listed(story: Story, home: Home, line: str, rows: list[Any], there: list[Film]) -> None:
    """These films and no others, newest first, each as it stands."""
    now_ms = story.account(home).now_ms
    assert {row["video_no"] for row in rows} == {film.number for film in there}
    assert len(rows) == len(there)
    by_number = {film.number: film for film in there}
    listed = [by_number[row["video_no"]] for row in rows]
    moments = [film.appears_at_ms for film in listed]
    assert moments == sorted(moments, reverse=True)
    for row, film in zip(rows, listed, strict=True):
        status = film.status(now_ms)
        assert (row["video_name"], row["status"]) == (film.name, status)
        assert (row["cause"] != "null") == (status == "FAIL")
        assert (row["duration"] != "0") == (status == READY)
        assert ("size" in row) == (line == LEGACY or status != WAITING)
        film.told.stays("created", int(row["create_time"]))


def _without_size(rows: list[Any]) -> list[Any]:
    return [{name: told for name, told in row.items() if name != "size"} for row in rows]


def folder_names(story: Story, home: Home) -> dict[int, str]:
    """The folders, on both lines: those that are always there, and those that were made."""
    every = RESERVED | story.account(home).folders
    newer = story.ask(home, "v1.folders").data["folders"]
    assert [(each["folder_id"], each["folder_name"]) for each in newer] == list(every.items())
    older = story.ask(home, "legacy.get_folder").data
    assert [(int(each["id"]), each["foldersName"]) for each in older] == list(every.items())
    return every


def folders(story: Story, home: Home, film: Film, which: int) -> None:
    """The folders, and what lies in one: of all namespaces, and of this one."""
    every = folder_names(story, home)
    others = [number for each in story.world.accounts.values() for number in each.folders]
    folder = [*every, *others, UNKNOWN_FOLDER][which % (len(every) + len(others) + 1)]
    for place in (home.namespace, None):
        in_a_folder(story, Home(home.key, place), folder)


def in_a_folder(story: Story, caller: Home, folder: int) -> None:
    """What lies in a folder, if there is one of that number."""
    account = story.account(caller)
    reply = story.ask(caller, "v1.folders_videos", folder_id=folder, page_size=MOST)
    listed = story.ask(caller, "v1.list_videos", folder_id=folder)
    if folder not in RESERVED | account.folders:
        assert reply.reason == listed.reason == NO_FOLDER
        return
    inside = {each.number: each for each in account.listed(caller.namespace, folder)}
    rows = reply.data["videos"]
    assert {row["video_no"] for row in rows} == inside.keys()
    assert reply.data["total_count"] == len(rows) == len(inside)
    _assert_listed(story, caller, LISTS[0], listed.data["videos"], list(inside.values()))
    for row in rows:
        each = inside[row["video_no"]]
        assert_described(row, each, each.status(account.now_ms))
        assert row.get("video_url") == each.url


def tasks(story: Story, home: Home, film: Film, which: int) -> None:
    """What each import has brought, asked by whoever began it, and by anybody else."""
    for account in story.world.accounts.values():
        for each in account.tasks:
            task(story, home, each)


def task(story: Story, home: Home, asked_for: Task) -> None:
    """What one import has brought. Names and numbers are learned here when they are first told."""
    account = story.account(home)
    told = story.ask(home, "v1.get_video_ids_by_task_id", task_id=asked_for.name).data
    assert told["taskId"] == asked_for.name
    assert told["video_ids"] == [row["video_no"] for row in told["videos"]]
    is_own = asked_for in account.tasks and asked_for.namespace in {None, home.namespace}
    is_told = is_own and account.now_ms >= asked_for.downloaded_at_ms
    things = list(asked_for.ready_at_ms.items()) if is_told else []
    assert len(told["videos"]) == len(things)
    for row, (each, ready_at_ms) in zip(told["videos"], things, strict=True):
        assert row["status"] == (WAITING if account.now_ms < ready_at_ms else READY)
        each.number = each.told.stays("number", row["video_no"])
        url = each.told.stays("url", row["video_url"])
        name = each.told.stays("name", row["video_name"])
        if isinstance(each, Film):
            each.url, each.name = url, name


def sessions(story: Story, home: Home, film: Film, which: int) -> None:
    """The conversations on both lines, newest first, and each with all its messages."""
    account = story.account(home)
    own = [each for each in account.sessions if each.namespace == home.namespace]
    for line in ("v1", "legacy"):
        page = story.ask(home, f"{line}.list_sessions", page_size=MOST).data
        told = [(row["sessionId"], row["title"]) for row in page["sessions"]]
        assert told == [(each.number, each.title) for each in reversed(own)]
        assert page["total_count"] == str(len(own))
    for number, session in enumerate(account.sessions):
        name = f"{('v1', 'legacy')[(which + number) % 2]}.get_session_detail"
        reply = story.ask(home, name, session_id=session.number)
        if session in own:
            _assert_held(story, reply.data, session)
        elif account.session(home.namespace or "", session.number) is None:
            assert reply.reason == "session not found"


def _assert_held(story: Story, told: dict[str, Any], session: Session) -> None:
    assert (told["session_id"], told["title"]) == (session.number, session.title)
    messages = told["messages"]
    assert [each["role"] for each in messages] == ["user", "assistant"] * len(session.exchanges)
    for exchange, asked, answered in zip(
        session.exchanges, messages[::2], messages[1::2], strict=True
    ):
        assert asked == {"role": "user", "content": exchange.prompt}
        _assert_answered(exchange, answered, set(story.world.gone))


def _assert_answered(exchange: Exchange, told: dict[str, Any], gone: set[Film]) -> None:
    """The answer as it was given; or that it was taken back, where it was about what is gone."""
    if told["content"] == TAKEN_BACK and not exchange.perhaps.isdisjoint(gone):
        exchange.is_taken_back = True
    if exchange.is_taken_back:
        assert told == {"role": "assistant", "content": TAKEN_BACK}
        return
    assert told["content"] == exchange.answer
    cited = [ref["video"]["video_no"] for ref in told.get("refs", ())]
    if exchange.cited is None:
        exchange.cited = tuple(cited)
        exchange.about |= {film for film in exchange.perhaps if film.number in cited}
    numbers_gone = {film.number for film in gone}
    assert cited == [number for number in exchange.cited if number not in numbers_gone]


def pictures(story: Story, home: Home, film: Film, which: int) -> None:
    """The images, newest first, and the bytes of one."""
    account = story.account(home)
    own = [each for each in account.pictures if each.namespace == home.namespace]
    page = story.ask(home, "v1.img_list_page", page_size=MOST).data
    told = [(row["image_no"], row["image_name"], row["status"]) for row in page["images"]]
    now_ms = account.now_ms
    assert told == [(each.number, each.name, each.status(now_ms)) for each in reversed(own)]
    assert page["total_count"] == str(len(own))


def memories(story: Story, home: Home, film: Film, which: int) -> None:
    """The text memories, newest first: all, some of them, and those that hold anybody's word."""
    own = [each for each in story.account(home).memories if each.namespace == home.namespace]
    words = [memory.word for each in story.world.accounts.values() for memory in each.memories]
    sought = words[which % len(words)] if words else "nothing"
    for operation, asked, fitting in (
        ("v1.memories", {}, own),
        ("v1.memories", {"filters": {"tags": ["home"]}}, [m for m in own if "home" in m.tags]),
        ("v1.memories", {"filters": {"role": "Ada"}}, [m for m in own if m.role == "Ada"]),
        ("v1.memories_search", {"query": sought}, [m for m in own if m.word == sought]),
    ):
        page = story.ask(home, operation, page_size=MOST, **asked).data
        told = [
            (row["id"], row["role"], row["content"], tuple(row["tags"])) for row in page["memories"]
        ]
        assert told == [(m.number, m.role, m.content, m.tags) for m in reversed(fitting)]
        assert page["total_count"] == str(len(fitting))


def namespaces(story: Story, home: Home, film: Film, which: int) -> None:
    """The namespaces that hold anything."""
    found = story.ask(home, "v1.list_unique_ids").data["unique_ids"]
    assert found == story.account(home).namespaces()


def deliveries(story: Story, home: Home, film: Film, which: int) -> None:
    """What the caller's own address is told: about what, when, and whether it was by now."""
    account = story.account(home)
    told = story.fetch(home, "/_fake/deliveries").json()["deliveries"]
    due = sorted(notice.due_at_ms for notice in account.notices)
    assert [each["due_at_ms"] for each in told] == due
    for each in told:
        assert (each["delivered_at_ms"] is not None) == (each["due_at_ms"] <= account.now_ms)
    about = {_key(notice.about) for notice in account.notices}
    if None not in about:
        assert {each["about"] for each in told} == about


def _key(about: Any) -> str | None:
    return about.number if hasattr(about, "number") else str(about.name).partition("_")[0]


READINGS = (films, folders, tasks, sessions, pictures, memories, namespaces, deliveries)
