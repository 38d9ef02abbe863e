"""Memory of a server that has answered one call and has nothing to do."""

from __future__ import annotations

from collections.abc import Callable

from measuring import FLOOR, OURS, Bound, Row, Stage, in_turns, ratio
from peers import LIST, servers
from processes import Command, running, subject

from rows.cold_start import SERVE


def measure(stage: Stage) -> Row:
    subjects = {
        FLOOR: Command(subject("floor-werkzeug"), LIST),
        OURS: Command(SERVE, LIST),
        **servers(stage),
    }
    found = in_turns(
        {name: _idling(command) for name, command in subjects.items()},
        rounds=stage.size(3, 1),
        told="idle memory",
    )
    return Row("memory idle", "MiB", found, (Bound("≤ moto", ratio(found, "moto"), 1.0),))


def _idling(command: Command) -> Callable[[], float]:
    def held_mib() -> float:
        with running(command) as server:
            return server.memory_mib()

    return held_mib
