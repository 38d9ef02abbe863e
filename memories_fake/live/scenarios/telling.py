"""What a scenario is, and what all of them need: a video that is ready, and gone at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from memories_fake.live.calling import file_of
from memories_fake.live.running import Run
from memories_fake.live.samples import PREFIX, Samples

READY = "PARSE"
FAILURES = ("FAIL", "FAILED", "PARSE_ERROR")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story of calls. `most_calls` bounds it, and `dollars` is about what it costs live.

    `leaves` says what stays behind for ever, in which case it is told only on demand.
    """

    name: str
    operations: tuple[str, ...]
    run: Callable[[Run, Samples], None]
    most_calls: int
    dollars: float = 0.0
    leaves: str = ""


def parsed_film(run: Run, samples: Samples) -> str:
    """Upload the film, wait until it is parsed, and have it deleted in the end."""
    film = file_of(f"{PREFIX}.mp4", samples.film())
    number = str(run.need("v1.upload", {"file": film}, unique_id=run.namespace)["videoNo"])
    delete_in_the_end(run, number)
    await_parsed(run, number, unique_id=run.namespace)
    return number


def delete_in_the_end(run: Run, number: str) -> None:
    """Have a video deleted when the scenario ends."""
    run.undo_by(lambda: run.call("v1.delete_videos", video_nos=[number], unique_id=run.namespace))


def await_parsed(run: Run, number: str, *, by: str = "v1.list_videos", **where: str) -> None:
    """Look at a video until it is ready. Raises Stopped where it fails or takes too long."""

    def is_ready() -> bool:
        data = run.need(by, video_no=number, **where)
        status = next((v["status"] for v in data["videos"] if v["video_no"] == number), "")
        if status in FAILURES:
            run.stop(f"the service failed to parse {number}")
        return bool(status == READY)

    run.until(is_ready, f"{number} to be parsed")
