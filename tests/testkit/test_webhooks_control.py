"""The same words over HTTP as in Python, through every door; and what their contracts promise."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from callbacks import BOATS, Lab, ask, asked, lab
from calling import Caller

from memories_contracts import Checker, load_control
from memories_fake.testkit.account import SteeredAccount
from memories_fake.testkit.webhooks import Webhooks

CONTROLS = ("webhooks", "webhooks_plan", "deliveries", "deliveries_redeliver")


def test_a_story_by_http_alone(api: Caller) -> None:
    with lab(api.fake, base=api.base) as here:
        plan = ask(api, "webhooks", {"retries": 2, "backoff_seconds": 5, "lost": [2]})["plan"]
        assert (plan["retries"], plan["backoff_factor"], plan["lost"]) == (2, 2, [2])
        assert ask(api, "webhooks")["plan"] == plan
        here.sink.answer(503, then=201)
        first, second = here.upload(), here.upload()
        ask(api, "clock/advance", {"minutes": 5})

        told, lost = ask(api, "deliveries")["deliveries"]
        assert (told["about"], told["state"], told["status"]) == (first, "accepted", 201)
        assert [each["reason"] for each in told["attempts"]] == ["due", "retry"]
        assert [each["status"] for each in told["attempts"]] == [503, 201]
        assert told["attempts"][1]["at_ms"] == told["due_at_ms"] + 5000 == told["delivered_at_ms"]
        assert (lost["about"], lost["state"], lost["attempts"]) == (second, "lost", [])
        assert lost["delivered_at_ms"] is None

        again = ask(api, "deliveries/redeliver", {"number": lost["number"]})["delivery"]
        assert (again["state"], again["attempts"][0]["reason"]) == ("accepted", "redelivery")
        assert here.told() == [first, first, second]
        assert ask(api, "webhooks", {})["plan"]["retries"] == 0


def test_both_doors_tell_the_same(api: Caller) -> None:
    with lab(api.fake, base=api.base) as here:
        here.account.webhooks.plan(retries=1, late=0.5)
        assert ask(api, "webhooks")["plan"]["late"] == here.account.webhooks.planned.late == 0.5
        ask(api, "webhooks", {"reordered": [1, 4]})
        assert here.account.webhooks.planned.reordered == (1, 4)
        here.upload()
        here.sink.wait_for()
        (by_http,) = ask(api, "deliveries")["deliveries"]
        (delivery,) = here.account.webhooks.deliveries
        assert by_http["number"] == str(delivery.number)
        assert by_http["body"] == delivery.body == here.sink.bodies[0]
        assert [each["number"] for each in by_http["attempts"]] == [1]


def test_what_makes_no_sense_is_refused(v1: Caller) -> None:
    def told(path: str, body: Any) -> tuple[int, str]:
        response = asked(v1, path, body)
        return response.status_code, response.json()["error"]["message"]

    assert told("webhooks", {"retry": 1})[0] == 400
    assert "there are: retries" in told("webhooks", {"retry": 1})[1]
    for body in ({"lost": 2}, {"lost": "some"}, {"retries": 101}, {"late": [0]}, {"late": [1.5]}):
        assert told("webhooks", body)[0] == 400, body
    for number in ("x", "-1", "9" * 30, None, {}):
        assert told("deliveries/redeliver", {"number": number})[0] == 400, number
    assert told("deliveries/redeliver", {"number": 77}) == (
        404,
        "this account has no delivery 77",
    )
    v1.add(BOATS, callback="https://sink.memories-fake.test/1")
    (planned,) = ask(v1, "deliveries")["deliveries"]
    assert told("deliveries/redeliver", {"number": planned["number"]})[0] == 409
    assert ask(v1, "webhooks")["plan"]["retries"] == 0


def test_nobody_plans_or_sees_for_another(v1: Caller) -> None:
    with lab(v1.fake) as here:
        here.upload()
        here.sink.wait_for()
        (delivery,) = ask(v1, "deliveries")["deliveries"]
        ask(v1, "webhooks", {"retries": 4})
        other = v1.other().key
        assert ask(v1, "webhooks", key=other)["plan"]["retries"] == 0
        assert ask(v1, "deliveries", key=other) == {"deliveries": []}
        number = {"number": delivery["number"]}
        assert asked(v1, "deliveries/redeliver", number, key=other).status_code == 404
        nobody = v1.session.get(f"{v1.base}/_fake/webhooks", timeout=10)
        assert nobody.status_code == 401


def test_reset_over_http_forgets_the_plan(v1: Caller) -> None:
    ask(v1, "webhooks", {"retries": 4})
    ask(v1, "reset", {})
    assert ask(v1, "webhooks")["plan"]["retries"] == 0


@pytest.mark.parametrize("name", CONTROLS)
def test_the_examples_of_the_contracts_hold_and_the_words_are_there(name: str) -> None:
    contract, checker = load_control()[f"control.{name}"], Checker()
    (example,) = contract.examples
    assert checker.check_request(contract, example["request"]) == []
    assert checker.check_plain(contract, example["answer"]) == []
    assert checker.check_plain(contract, {**example["answer"], "surprise": 1})
    account, webhooks, word = contract.document["python"].split(".")
    assert (account, webhooks) == ("account", "webhooks")
    assert hasattr(SteeredAccount, webhooks)
    assert hasattr(Webhooks, word)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_numbers_survive_javascript() -> None:
    with lab() as here, here.caller.fake.serve() as server:
        here.upload()
        here.sink.wait_for()
        _redeliver_in_node(here, server.url)
        assert [reason for reason, _, _ in here.moments()] == ["due", "redelivery"]


def _redeliver_in_node(here: Lab, url: str) -> None:
    script = """
      const [url, key] = JSON.parse(process.argv[1]);
      const headers = {Authorization: key, 'Content-Type': 'application/json'};
      (async () => {
        const {deliveries} = await (await fetch(url + '/_fake/deliveries', {headers})).json();
        const body = JSON.stringify({number: deliveries[0].number});
        const path = '/_fake/deliveries/redeliver';
        const answer = await fetch(url + path, {method: 'POST', headers, body});
        process.exit(answer.status === 200 ? 0 : 1);
      })();
    """
    told = json.dumps([url, here.caller.key])
    subprocess.run(["node", "-e", script, told], check=True, timeout=60)
