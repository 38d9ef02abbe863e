"""Requests a second of a small list over a port, by 16 connections that are kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from loading import Call, per_second
from measuring import FLOOR, OURS, Bound, Row, Stage, in_turns, ratio
from peers import LIST, granian, servers
from processes import Command, Running, running, subject
from profiling import Profile, processor_seconds

CONNECTIONS = 16


def measure(stage: Stage) -> Row:
    subjects = {
        FLOOR: Command(subject("floor"), LIST),
        OURS: Command(subject("ours"), LIST),
        "bare Flask on Werkzeug's own server": Command(subject("floor-werkzeug"), LIST),
        **servers(stage),
    }
    if command := granian(stage, threads=CONNECTIONS):
        subjects["bare Flask on granian"] = Command(command, LIST)
    with ExitStack() as stack:
        up = {name: stack.enter_context(running(each)) for name, each in subjects.items()}
        found = in_turns(
            {name: _asking(subjects[name].call, up[name], stage) for name in up},
            rounds=stage.size(5, 1),
            told="requests a second",
        )
    return Row(
        "a stateful list over a port, 16 kept connections",
        "requests/s",
        found,
        (
            Bound(f"≥ 0.6 × {FLOOR} on the same server", ratio(found, FLOOR), 0.6, at_least=True),
            Bound("ahead of Prism", ratio(found, "Prism"), 1.0, at_least=True),
        ),
        more_is_better=True,
        notes=(
            "Prism, mountebank and aimock answer from a file; moto lists buckets",
            "nothing changes meanwhile",
        ),
    )


def _asking(call: Call, server: Running, stage: Stage) -> Callable[[], float]:
    return lambda: per_second(call, server.port, connections=CONNECTIONS, seconds=stage.size(3, 1))


def profile(stage: Stage) -> Profile:
    """Of the server's processor time."""
    shares = {}
    for name, kind in ((FLOOR, "floor"), (OURS, "ours")):
        with running(Command(subject(kind), LIST)) as server:
            shares[name] = {
                f"{count} connection{'s' * (count > 1)}": _spent(server, count, stage.size(3, 1))
                for count in (CONNECTIONS, 1)
            }
    told = "The processor time of the server, as Linux counts it: Python has one core for it all."
    unit = "µs of a call"
    return Profile("A stateful list over a port", unit, shares, told, has_sum=False)


def _spent(server: Running, connections: int, seconds: float) -> float:
    before = processor_seconds(server.pid)
    rate = per_second(LIST, server.port, connections=connections, seconds=seconds)
    return (processor_seconds(server.pid) - before) / (rate * seconds) * 1e6
