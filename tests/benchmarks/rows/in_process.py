"""In-process: a call of a small stateful list, without a socket."""

from __future__ import annotations

from functools import partial

import requests
import responses
from measuring import FLOOR, OURS, Bound, Row, Stage, in_turns, per_call, per_call_after, ratio
from profiling import Profile, by_room
from subjects import KEY, bare_flask, change, our_fake

PATH = "/serve/api/v1/list_videos"
URL = f"https://api.memories.ai{PATH}"


def measure(stage: Stage) -> Row:
    calls = stage.size(100, 20)
    floor, fake = bare_flask().test_client(), our_fake()
    ours, session = fake.app.test_client(), requests.Session()
    answer = floor.post(PATH, json={}).get_json()

    def by_requests() -> float:
        with fake.activate():
            return per_call(lambda: session.post(URL, json={}, headers=KEY), calls=calls)()

    def by_responses() -> float:
        with responses.RequestsMock() as mock:
            mock.post(URL, json=answer)
            return per_call(lambda: session.post(URL, json={}, headers=KEY), calls=calls)()

    found = in_turns(
        {
            FLOOR: per_call(lambda: floor.post(PATH, json={}, headers=KEY), calls=calls),
            OURS: per_call(lambda: ours.post(PATH, json={}, headers=KEY), calls=calls),
            "memories-fake, each time after a change": per_call_after(
                lambda: change(ours), lambda: ours.post(PATH, json={}, headers=KEY), calls=10
            ),
            "memories-fake, by requests": by_requests,
            "responses (static), by requests": by_responses,
        },
        rounds=stage.size(30, 5),
        told="in-process",
    )
    session.close()
    return Row(
        "in-process call of a small stateful list",
        "µs",
        found,
        (Bound(f"≤ 1.5 × {FLOOR} the same way", ratio(found, FLOOR), 1.5),),
        notes=(
            "Flask's test client, but for what is said to go by requests",
            "while nothing changes, a page that was shown is shown again",
        ),
    )


def profile(stage: Stage) -> Profile:
    """Of a call that was made before, by Flask's test client."""
    clients = {FLOOR: bare_flask().test_client(), OURS: our_fake().app.test_client()}
    shares = {}
    for name, client in clients.items():
        client.post(PATH, json={}, headers=KEY)
        call = partial(client.post, PATH, json={}, headers=KEY)
        shares[name] = by_room(call, calls=stage.size(2_000, 50))
    told = "Of one call, with all that Flask's test client does for it."
    return Profile("A call in-process", "µs of a call, profiled", shares, told)
