"""A large upload: how fast it goes to disk, hashed on the way, and what memory it takes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from loading import Call, upload
from measuring import OURS, Bound, Row, Stage, in_turns, ratio
from peers import LIST, granian
from processes import Command, Running, running, subject

SINK = "form parser into a sink"
OURS_UPLOAD = Call("POST", "/serve/api/v1/upload")
SINK_UPLOAD = Call("POST", "/upload")
WARMING_MIB = 8


def measure(stage: Stage) -> Row:
    subjects = {
        SINK: (Command(subject("floor"), LIST), SINK_UPLOAD),
        OURS: (Command(subject("ours"), LIST), OURS_UPLOAD),
    }
    if command := granian(stage, threads=16):
        subjects["form parser into a sink, on granian"] = (Command(command, LIST), SINK_UPLOAD)
    with ExitStack() as stack:
        up = {name: stack.enter_context(running(each)) for name, (each, _) in subjects.items()}
        for name, server in up.items():
            upload(subjects[name][1], server.port, mib=WARMING_MIB)
        idle_mib = up[OURS].memory_mib()
        found = in_turns(
            {name: _sending(subjects[name][1], up[name], stage.upload_mib) for name in up},
            rounds=stage.size(3, 1),
            told="upload",
        )
        grown_mib = up[OURS].memory_mib("VmHWM") - idle_mib
    return Row(
        f"upload of {stage.upload_mib} MiB",
        "MB/s",
        found,
        (
            Bound(f"≥ 0.8 × {SINK} on the same server", ratio(found, SINK), 0.8, at_least=True),
            Bound("≤ 32 MiB above idle", grown_mib, 32.0),
        ),
        more_is_better=True,
    )


def _sending(call: Call, server: Running, mib: int) -> Callable[[], float]:
    return lambda: upload(call, server.port, mib=mib)
