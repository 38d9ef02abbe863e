"""Where the time goes of what is not as quick as it must be: the shares of each room and library.

A profile makes small functions look dearer than they are: it tells shares, and no times to expect.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Shares = Mapping[str, float]  # by room, or by library

LEAST_SHARE = 0.01  # what is less is told together
REST = "the rest"
LIBRARY = re.compile(r"site-packages/_?(\w+)")
OWN = re.compile(r"/(memories_fake|memories_contracts|memories_client)/(\w+)")
IMPORTED = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*([\w.]+)")
TOGETHER = {"flask": "Flask and Werkzeug", "werkzeug": "Flask and Werkzeug", "pluggy": "pytest"}


@dataclass(frozen=True)
class Profile:
    """Where the time of one row goes, by subject, in the unit that is told.

    `told` says what else is to be known of it.
    """

    name: str
    unit: str
    shares: Mapping[str, Shares]
    told: str
    has_sum: bool = True


def by_room(done: Callable[[], object], *, calls: int) -> Shares:
    """Microseconds of each of so many calls, by the room that spent them itself."""
    profile = cProfile.Profile()
    profile.runcall(lambda: [done() for _ in range(calls)])
    return shares_of(rooms(pstats.Stats(profile)), calls=calls)


def rooms(stats: pstats.Stats) -> Counter[str]:
    """The seconds that each room has spent. What is written in C counts for its caller."""
    spent: Counter[str] = Counter()
    for (file, _line, _name), told in stats.stats.items():  # type: ignore[attr-defined]
        _, _, own_seconds, _, callers = told
        if file != "~":
            spent[_room(file)] += own_seconds
        for (caller, _, _), (_, _, seconds, _) in callers.items() if file == "~" else ():
            spent[_room(caller)] += seconds
    return spent


def shares_of(spent: Counter[str], *, calls: int) -> Shares:
    """Microseconds of each of so many calls, with what is little told together."""
    return _told_apart(Counter({room: seconds / calls * 1e6 for room, seconds in spent.items()}))


def of_imports(statement: str) -> Shares:
    """Milliseconds that the modules of each library take to be loaded, with no collection."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import gc; gc.disable(); {statement}"],
        check=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    spent: Counter[str] = Counter()
    for microseconds, module in IMPORTED.findall(run.stderr):
        library = module.partition(".")[0].lstrip("_")
        is_own = library.startswith(("memories", "sqlalchemy", "flask", "werkzeug", "click"))
        spent[TOGETHER.get(library, library) if is_own else "others"] += int(microseconds) / 1000
    return _told_apart(spent)


def processor_seconds(pid: int) -> float:
    """What a process has spent so far."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def markdown(profiles: Sequence[Profile], unexplained: Sequence[str]) -> str:
    """A table for each, with the dearest first; and what falls short too, but has no profile."""
    if not profiles and not unexplained:
        return "Everything was reached: there is nothing to explain.\n"
    tables = [line for profile in profiles for line in _table(profile)]
    others = [f"* no profile is made of: {each}" for each in unexplained]
    return "\n".join([*tables, *others]) + "\n"


def _table(profile: Profile) -> list[str]:
    subjects = list(profile.shares)
    most: Counter[str] = Counter()
    for shares in profile.shares.values():
        most |= Counter(shares)
    rows = [
        f"| {place} | {' | '.join(_figure(profile.shares[s].get(place, 0)) for s in subjects)} |"
        for place, _ in most.most_common()
    ]
    sums = " | ".join(f"**{_figure(sum(profile.shares[s].values()))}**" for s in subjects)
    whole = [f"| **all** | {sums} |"] if profile.has_sum else []
    return [
        f"### {profile.name}",
        "",
        profile.told,
        "",
        f"| {profile.unit} | {' | '.join(subjects)} |",
        f"|---|{'--:|' * len(subjects)}",
        *rows,
        *whole,
        "",
    ]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or not value else f"{value:.2g}"


def _told_apart(spent: Counter[str]) -> Shares:
    least = sum(spent.values()) * LEAST_SHARE
    told = {place: value for place, value in spent.items() if value >= least}
    rest = sum(value for value in spent.values() if value < least)
    return {**told, REST: rest} if rest else told


def _room(file: str) -> str:
    if found := OWN.search(file):
        return f"{found[1]}.{found[2]}"
    if found := LIBRARY.search(file):
        return TOGETHER.get(found[1], found[1])
    return "this benchmark" if "benchmarks" in file else "Python's library"
