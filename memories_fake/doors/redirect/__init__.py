"""The door for programs that know nothing of a fake: run them unmodified, and their calls to the
hard-coded hosts of Memories.ai arrive at a fake on this machine.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from memories_fake.doors.hosts import HOSTS

_HERE = Path(__file__).absolute().parent
_BASE_URL_NAMES = ("MEMORIES_BASE_URL", "MEMORIES_API_HOST", "MEMORIES_FAKE_URL")
_API_KEY_NAMES = ("MEMORIES_API_KEY", "MEMORIES_AI_API_KEY")
_DEFAULT_API_KEY = "sk-fake-exec"
_CANNOT_RUN = 126
_NOT_FOUND = 127


class OtherHosts(StrEnum):
    """What becomes of calls to hosts that are not the service's."""

    REACHED = "reached"
    REFUSED = "refused"


def redirected_environment(
    environment: Mapping[str, str],
    *,
    base_url: str,
    api_key: str | None = None,
    others: OtherHosts = OtherHosts.REACHED,
) -> dict[str, str]:
    """The environment for a child whose calls to `HOSTS` shall reach `base_url` (plain http).

    What is set already stays, but for addresses on these hosts, which keep their paths only.
    Python and Node children, and theirs in turn, find the hooks through PYTHONPATH and
    NODE_OPTIONS. `others` says whether they reach all other hosts, or only this machine.
    """
    base_url = base_url.rstrip("/")
    child = {name: _led(value, base_url) for name, value in environment.items()}
    for name in _BASE_URL_NAMES:
        child[name] = child.get(name) or base_url
    for name in _API_KEY_NAMES:
        child[name] = child.get(name) or api_key or _DEFAULT_API_KEY
    if others is OtherHosts.REFUSED:
        child["MEMORIES_FAKE_OFFLINE"] = "1"
    child["MEMORIES_FAKE_HOSTS"] = ",".join(HOSTS)
    child["PYTHONPATH"] = _joined(os.pathsep, str(_HERE / "python"), child.get("PYTHONPATH"))
    hook = _quoted_for_node(str(_HERE / "node" / "redirect.cjs"))
    child["NODE_OPTIONS"] = _joined(" ", child.get("NODE_OPTIONS"), f"--require {hook}")
    return child | _without_proxy(environment, urlsplit(base_url).hostname or "")


def run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program on our own stdin, stdout and stderr, and return its exit code.

    128 + n when signal n ended it, 127 when there is no such program, 126 when it cannot be run.
    SIGINT and SIGTERM are handed on to it, so this must be called in the main thread.
    """
    try:
        child = subprocess.Popen(command, env=environment)  # noqa: S603 (to run it is the task)
    except FileNotFoundError:
        return _refused(command, "no such program", _NOT_FOUND)
    except OSError as error:
        return _refused(command, error.strerror or str(error), _CANNOT_RUN)
    with _signals_handed_to(child):
        exit_code = child.wait()
    return exit_code if exit_code >= 0 else 128 - exit_code


def _refused(command: Sequence[str], reason: str, exit_code: int) -> int:
    sys.stderr.write(f"memories-fake exec: cannot run {command[0]!r}: {reason}\n")
    return exit_code


@contextmanager
def _signals_handed_to(child: subprocess.Popen[bytes]) -> Iterator[None]:
    # Ctrl-C at a terminal reaches the whole process group: the child has it already, and a second
    # one would cut its tidying up short.
    at_terminal = any(map(os.isatty, (0, 1, 2)))

    def hand_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT or not at_terminal:
            child.send_signal(number)

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _joined(separator: str, *parts: str | None) -> str:
    # An empty part would mean something else: in PYTHONPATH, the current directory.
    return separator.join(part for part in parts if part)


def _led(value: str, base_url: str) -> str:
    """An address on one of the hosts, for programs that the hooks cannot reach; else as it is."""
    for host in HOSTS:
        address = f"https://{host}"
        if value == address or value.startswith(f"{address}/"):
            return base_url + value.removeprefix(address)
    return value


def _quoted_for_node(path: str) -> str:
    """NODE_OPTIONS splits at spaces, except between double quotes, where a backslash escapes."""
    if not set(path) & {" ", '"', "\\"}:
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _without_proxy(environment: Mapping[str, str], fake_host: str) -> dict[str, str]:
    # The hooks let no proxy stand between a redirected call and the fake, but Node decides on its
    # proxies before any hook runs. Both spellings, because readers differ in which they look at.
    upper, lower = environment.get("NO_PROXY"), environment.get("no_proxy")
    direct = (*HOSTS, fake_host)
    return {
        name: _joined(",", listed, *(direct if listed != "*" else ()))
        for name, listed in (("NO_PROXY", upper or lower), ("no_proxy", lower or upper))
    }
