"""Text search, the ten best, among a million segments of one account."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from measuring import OURS, Bound, Row, Stage, seconds
from profiling import Profile, by_room
from subjects import KEY

LINES, WORDS_A_LINE, VOCABULARY = 20, 30, 20_000
QUESTION_WORDS = 3
ANSWERS = 10
MOST_MS = 60_000  # a search that is too slow is not asked for ever


def measure(stage: Stage) -> Row:
    told = _found(stage)
    return Row(
        f"text search, top {ANSWERS}, of {_segments(stage):,} segments",
        "ms",
        {OURS: told["p50_ms"], "memories-fake, p95": told["p95_ms"]},
        (
            Bound("p50 ≤ 5 ms", told["p50_ms"], 5.0),
            Bound("≤ 512 MiB for its index", told["grown_mib"], 512.0),
        ),
        notes=(f"the first search, which makes the index: {told['first_seconds']:.1f} s",),
    )


def profile(stage: Stage) -> Profile:
    """Of one question, by Flask's test client."""
    told = "Of one question, with all that Flask's test client does for it."
    shares = {OURS: _found(stage, "profiled")["shares"]}
    return Profile("Text search", "µs of a question, profiled", shares, told)


def _segments(stage: Stage) -> int:
    return stage.size(1_000_000, 20_000)


def _found(stage: Stage, *how: str) -> dict[str, Any]:
    segments = _segments(stage)
    print(f"\r  searching {segments:,} segments, in a process of its own …", end="", flush=True)
    command = [sys.executable, str(Path(__file__)), str(segments), str(stage.size(200, 30)), *how]
    found = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=found)
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


def _measured(segments: int, questions: int, *, profiled: bool) -> dict[str, Any]:
    from memories_fake import Fake

    chance = random.Random(7)
    words = [f"w{number}" for number in range(VOCABULARY)]
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    fake = Fake(parse_seconds=0, check_replies=False)
    client = fake.app.test_client()
    film = {"url": "https://films.example/harbour.mp4"}
    client.post("/serve/api/v1/upload_url", json=film, headers=KEY)
    _fill(fake, segments, _lines(chance, words, weights))

    prompts = [
        " ".join(chance.choices(words, weights, k=QUESTION_WORDS)) for _ in range(questions + 2)
    ]

    def ask() -> Any:
        asked = {"search_param": prompts.pop(0), "search_type": "BY_CLIP", "top_k": ANSWERS}
        return client.post("/serve/api/v1/search", json=asked, headers=KEY).get_json()

    before_mib = _memory_mib()
    first = seconds(ask)
    assert ask()["data"], "nothing was found"
    if profiled:
        return {"shares": by_room(ask, calls=questions)}
    took: list[float] = []
    while prompts and sum(took) < MOST_MS:
        took.append(seconds(ask) * 1000)
    return {
        "first_seconds": first,
        "p50_ms": median(took),
        "p95_ms": quantiles(took, n=20)[-1],
        "grown_mib": _memory_mib() - before_mib,
    }


def _lines(chance: random.Random, words: list[str], weights: list[float]) -> Iterator[str]:
    pool = chance.choices(words, weights, k=2_000_000)
    while True:
        lines = []
        for at in range(LINES):
            begin = chance.randrange(len(pool) - WORDS_A_LINE)
            lines.append([at, at + 1, " ".join(pool[begin : begin + WORDS_A_LINE])])
        yield json.dumps(lines)


def _fill(fake: Any, segments: int, lines: Iterator[str]) -> None:
    """Copies of the one film, each with lines of its own, all of what is seen."""
    with fake.services.store.transaction() as connection:
        film = connection.exec_driver_sql("SELECT * FROM videos").mappings().one()
        story = connection.exec_driver_sql("SELECT * FROM stories LIMIT 1").mappings().one()
        for number in range(segments // LINES):
            name = f"VI{610000000000000000 + number}"
            told = {**story, "video": name, "lines": next(lines), "edition": number + 1}
            for table, row in (("videos", {**film, "number": name}), ("stories", told)):
                names = ", ".join(row)
                marks = ", ".join("?" * len(row))
                connection.exec_driver_sql(
                    f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values())
                )


def _memory_mib() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    segments, questions, *how = sys.argv[1:]
    print(json.dumps(_measured(int(segments), int(questions), profiled=bool(how))))
