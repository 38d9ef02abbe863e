"""Servers as processes of their own: started, awaited, looked at, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loading import Call

HERE = Path(__file__).parent
MOST_WAIT_SECONDS = 60


@dataclass(frozen=True)
class Command:
    """How to start a server, and the call by which it shows that it is there."""

    argv: Sequence[str]
    call: Call
    environment: Mapping[str, str] | None = None

    def on(self, port: int) -> list[str]:
        return [part.replace("PORT", str(port)) for part in self.argv]


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    pid: int
    port: int
    started_seconds: float

    def memory_mib(self, what: str = "VmRSS") -> float:
        """What it holds (VmRSS) or has held at most (VmHWM), its children with it."""
        return sum(_memory_mib(pid, what) for pid in _family(self.pid))


def subject(kind: str, *more: str) -> tuple[str, ...]:
    """Our own interpreter with a server of `subjects.py`."""
    return (sys.executable, str(HERE / "subjects.py"), kind, "PORT", *more)


@contextmanager
def running(command: Command) -> Iterator[Running]:
    """A server, from its launch until the end of the block; what it leaves on disk goes with it."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.on(port),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": folder, **(command.environment or {})},
            start_new_session=True,
        )
        try:
            yield Running(process.pid, port, _awaited(process, command.call, port) - began)
        finally:
            for pid in reversed(_family(process.pid)):
                os.kill(pid, 9)
            process.wait()


def _awaited(process: subprocess.Popen[bytes], call: Call, port: int) -> float:
    """When the first good answer came."""
    end = time.perf_counter() + MOST_WAIT_SECONDS
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"it ended: {process.args!r}")
        try:
            call.once(port)
        except OSError:
            time.sleep(0.002)
        else:
            return time.perf_counter()
    raise RuntimeError(f"no answer from {process.args!r}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(each) for each in children.read_text().split()] if children.exists() else []
    return [pid, *(each for child in found for each in _family(child))]


def _memory_mib(pid: int, what: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    return 0.0
