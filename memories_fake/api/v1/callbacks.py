"""What a program's own address is told: a video has been parsed, an import gets on."""

from __future__ import annotations

from memories_fake.api.dialects import Dialect
from memories_fake.api.v1.shapes import Wire, status_word
from memories_fake.domain import videos
from memories_fake.domain.deliveries import Notice
from memories_fake.domain.imports import Task
from memories_fake.domain.library import Library
from memories_fake.domain.records import Status

DOWNLOADED = "Video has been downloaded, indexing has begun"
INDEXED = "Video indexing succeed"
NOT_INDEXED = "Video indexing failed"


def parsed(library: Library, number: str, dialect: Dialect) -> Notice:
    """To be told at the end of parsing, however it ends."""
    return Notice(
        _about(library, number, Status.READY, dialect),
        videos.ready_at_ms(library, number),
        number,
        otherwise=_about(library, number, Status.FAILED, dialect),
    )


def retold(library: Library, number: str, takes_seconds: float, dialect: Dialect) -> Notice:
    """To be told when a new transcript is there, in the words of the end of parsing."""
    body = _about(library, number, Status.READY, dialect)
    return Notice(body, library.now_ms + round(takes_seconds * 1000), number)


def _about(library: Library, number: str, status: Status, dialect: Dialect) -> Wire:
    client = {"clientId": library.chance.hex(32, "client", library.account)}
    return {
        dialect.callback_fields: number,
        **(client if dialect.callback_client == "present" else {}),
        "status": status_word(status, dialect),
    }


def imported(task: Task, dialect: Dialect) -> list[Notice]:
    """To be told of an import: that all is downloaded, then each video that is ready.

    Nothing is ever told of an import that finds nothing, or of one that stays empty.
    """
    if task.ends.brings and not task.ready_at_ms:
        return []
    told = {"taskId": task_id(task, dialect)}
    succeeded = {"message": DOWNLOADED, **told, "status": "SUCCEEDED"}
    failed = {**told, "status": "FAILED"}
    downloaded = Notice(succeeded, task.downloaded_at_ms, task.name, otherwise=failed)
    ready = [_indexed(number, at_ms, told) for number, at_ms in task.ready_at_ms.items()]
    return [downloaded, *ready]


def _indexed(number: str, at_ms: int, told: Wire) -> Notice:
    # That the failure has these words is invented: only those of success are documented.
    return Notice(
        {"videoId": number, "message": INDEXED, **told, "status": "INDEXING_SUCCEEDED"},
        at_ms,
        number,
        otherwise={
            "videoId": number,
            "message": NOT_INDEXED,
            **told,
            "status": "INDEXING_FAILED",
        },
    )


def task_id(task: Task, dialect: Dialect) -> str:
    """A task's name as it is given out."""
    return f"{task.name}_{task.owner}" if dialect.task_id == "long" else task.name
