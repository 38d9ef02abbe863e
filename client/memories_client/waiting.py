"""Waits for videos to be parsed, and owns the one clock of this client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from memories_client.errors import VideoFailed, WaitTimedOut
from memories_client.results import Video


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that pass, from any starting point, and a way to let them pass."""

    # The client stands alone, so the real clock has to enter somewhere: here and nowhere else.
    now: Callable[[], float] = time.monotonic  # noqa: TID251
    sleep: Callable[[float], None] = time.sleep  # noqa: TID251


def until_parsed(
    look: Callable[[], Video | None],
    *,
    video_no: str,
    clock: Clock,
    timeout_seconds: float,
    poll_seconds: float,
) -> Video:
    """Looks until the video is parsed; a last look is taken when the time is up.

    Raises VideoFailed when the service gave the video up, WaitTimedOut when time ran out.
    """
    video = None
    for _ in looks(clock, timeout_seconds=timeout_seconds, poll_seconds=poll_seconds):
        video = look()
        if video is not None and video.is_parsed:
            return video
        if video is not None and video.is_failed:
            raise VideoFailed(video_no, video.cause)
    raise WaitTimedOut(video_no, video.status if video else None, timeout_seconds)


def looks(clock: Clock, *, timeout_seconds: float, poll_seconds: float) -> Iterator[None]:
    """Once for each look to take, with pauses; the last comes when the time is up."""
    started = clock.now()
    slept = 0.0
    while True:
        yield
        # Slept seconds count too: a sleep that returns at once must not make the wait endless.
        left = timeout_seconds - max(clock.now() - started, slept)
        if left <= 0:
            return
        pause = min(poll_seconds, left)
        clock.sleep(pause)
        slept += pause
