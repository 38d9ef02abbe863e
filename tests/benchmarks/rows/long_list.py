"""A page of 200 of a list with filters, order and total, among a thousand and a million videos.

Before each question something changes in another account, so that no page is shown from memory;
but nothing changes in this one. A part of the name is looked for in all names when it is first
asked for after a change: some two seconds for a million, which no index spares. FTS5's trigrams
take eight times as long where every ninth name has that part, and find nothing shorter than three
letters. A part that is in few names costs more than is measured here, since the list is walked from
its first to its last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from measuring import Bound, Row, Stage, in_turns, per_call_after
from subjects import KEY, change

from memories_fake import Fake

PAGE = 200
COPY = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
INSERT INTO videos ({names}) SELECT {values} FROM videos, number
"""
CHANGED = {
    "number": "'VI' || (600000000000000000 + n)",
    "name": "'harbour_' || n",
    "order_ms": "order_ms - n",
    "created_at_ms": "created_at_ms - n",
    "ready_at_ms": f"CASE WHEN n % 3 = 0 THEN {1 << 60} ELSE ready_at_ms END",
}


def measure(stage: Stage) -> Row:
    few, many = 1_000, stage.size(1_000_000, 20_000)
    questions: Mapping[str, Callable[[int], dict[str, Any]]] = {
        "first page": lambda _: {"size": PAGE},
        "middle page": lambda count: {"size": PAGE, "page": count // PAGE // 2},
        "by status": lambda _: {"size": PAGE, "status": "PARSE"},
        "by status, middle page": lambda count: {
            "size": PAGE,
            "page": count // PAGE // 4,
            "status": "PARSE",
        },
        "by part of the name": lambda _: {"size": PAGE, "video_name": "harbour_7"},
    }
    subjects: dict[str, Callable[[], float]] = {}
    for count in (few, many):
        fake = filled(count)
        for told, question in questions.items():
            subjects[f"{told}, of {count:,}"] = _asking(fake, question(count))
    found = in_turns(subjects, rounds=stage.size(9, 3), told="long list")
    return Row(
        f"list page of {PAGE} with filters, order and total, of {few:,} and of {many:,} videos",
        "ms",
        found,
        [
            Bound(
                f"{told}: ≤ 3 × that of {few:,}",
                found[f"{told}, of {many:,}"] / found[f"{told}, of {few:,}"],
                3.0,
            )
            for told in questions
        ],
    )


def filled(count: int) -> Fake:
    """A fake with so many videos in one account: the first is made by a call, and copied."""
    print(f"\r  filling an account with {count:,} videos …", end="", flush=True)
    fake = Fake(parse_seconds=0, check_replies=False)
    film = {"url": "https://films.example/harbour.mp4"}
    fake.app.test_client().post("/serve/api/v1/upload_url", json=film, headers=KEY)
    with fake.services.store.transaction() as connection:
        columns = connection.exec_driver_sql("SELECT * FROM videos LIMIT 0").keys()
        names = list(columns)
        values = ", ".join(CHANGED.get(name, name) for name in names)
        copy = COPY.format(names=", ".join(names), values=values).replace(":count", str(count - 1))
        connection.exec_driver_sql(copy)
    return fake


def _asking(fake: Fake, question: dict[str, Any]) -> Callable[[], float]:
    client = fake.app.test_client()

    def ask() -> None:
        told = client.post("/serve/api/v1/list_videos", json=question, headers=KEY).get_json()
        assert len(told["data"]["videos"]) > 100, json.dumps(told)[:200]

    measured = per_call_after(lambda: change(client), ask, calls=3)
    return lambda: measured() / 1000
