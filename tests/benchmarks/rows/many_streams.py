"""500 streams at once: 20 events, 50 ms apart, of one process."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack

from loading import Call, Told, streams
from measuring import FLOOR, OURS, Bound, Row, Stage, in_turns
from peers import LIST, granian
from processes import Command, Running, running, subject
from profiling import Profile, processor_seconds
from subjects import EVENTS, PACE_SECONDS

FLOOR_STREAM = Call("POST", "/stream", b"{}")
IDEAL_SECONDS = EVENTS * PACE_SECONDS


def measure(stage: Stage) -> Row:
    count = stage.size(500, 50)
    subjects = {
        FLOOR: (Command(subject("floor"), LIST), FLOOR_STREAM),
        OURS: (Command(subject("ours"), LIST), FLOOR_STREAM),
        "bare Flask on Werkzeug's own server": (
            Command(subject("floor-werkzeug"), LIST),
            FLOOR_STREAM,
        ),
    }
    if command := granian(stage, threads=512):
        subjects["bare Flask on granian, 512 threads"] = (Command(command, LIST), FLOOR_STREAM)
    with ExitStack() as stack:
        up = {name: stack.enter_context(running(each)) for name, (each, _) in subjects.items()}
        calls = {name: call for name, (_, call) in subjects.items()}
        calls[OURS] = _question(up[OURS])
        idle_mib = up[OURS].memory_mib()
        told: list[Told] = []
        found = in_turns(
            {
                name: _listening(calls[name], up[name], count, told if name == OURS else [])
                for name in up
            },
            rounds=stage.size(3, 1),
            told="streams",
        )
        grown_mib = up[OURS].memory_mib("VmHWM") - idle_mib
    on_time = min(each.on_time for each in told)
    assert told[0].events == EVENTS, told[0]
    return Row(
        f"{count} streams at once ({told[0].events} events, 50 ms apart), until the last has ended",
        "s",
        found,
        (
            Bound(f"all {count} within 1.5 s of an ideal of {IDEAL_SECONDS:.1f}", found[OURS], 1.5),
            Bound("all on time", on_time / count, 1.0, at_least=True),
            Bound("≤ 64 MiB more", grown_mib, 64.0),
        ),
    )


def _question(server: Running) -> Call:
    listed = json.loads(LIST.once(server.port).partition(b"\r\n\r\n")[2])
    asked = {"video_nos": [listed["data"]["videos"][0]["video_no"]], "prompt": "What is seen?"}
    return Call("POST", "/serve/api/v1/chat_stream", json.dumps(asked).encode())


def _listening(call: Call, server: Running, count: int, told: list[Told]) -> Callable[[], float]:
    def slowest_seconds() -> float:
        told.append(streams(call, server.port, count=count, on_time_seconds=1.5))
        return told[-1].slowest_seconds

    return slowest_seconds


def profile(stage: Stage) -> Profile:
    """Of the server's processor time."""
    count, shares = stage.size(500, 50), {}
    for name, kind in ((FLOOR, "floor"), (OURS, "ours")):
        with running(Command(subject(kind), LIST)) as server:
            call = FLOOR_STREAM if name == FLOOR else _question(server)
            before = processor_seconds(server.pid)
            streams(call, server.port, count=count, on_time_seconds=1.5)
            spent_ms = (processor_seconds(server.pid) - before) * 1000
            shares[name] = {f"all {count} streams": spent_ms}
    told = "The processor time of the server, as Linux counts it: Python has one core for it all."
    return Profile("Streams at once", "ms", shares, told, has_sum=False)
