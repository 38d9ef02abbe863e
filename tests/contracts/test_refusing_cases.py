"""What may be wrong with a request is made from the contracts, each with how it is known."""

from __future__ import annotations

from collections import Counter

import pytest

from memories_contracts import Contract, Known, load_catalogue, parse_evidence
from memories_contracts.evidence import fields
from memories_contracts.refusing import Expected, Kind, case_of, cases, doubts

CONTRACTS = list(load_catalogue().values())
every_contract = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda c: c.name)


def told(name: str, parameter: str, kind: Kind) -> tuple[Expected, Known]:
    case = case_of(load_catalogue()[name], parameter, kind)
    return case.expected, case.evidence.known


@every_contract
def test_whatever_is_told_of_a_parameter_is_of_a_kind_and_has_evidence(contract: Contract) -> None:
    for _, field in fields(contract.request_schema):
        for how in ("x-refused", "x-taken"):
            for kind, evidence in field.get(how, {}).items():
                assert Kind(kind)
                assert parse_evidence(evidence)


@every_contract
def test_each_case_comes_once_and_every_refusal_may_bear_a_code(contract: Contract) -> None:
    made = list(cases(contract))
    assert max(Counter((each.parameter, each.kind) for each in made).values()) == 1
    assert {Kind.NO_KEY, Kind.EMPTY_KEY, Kind.BEARER, Kind.UNKNOWN_KEY} <= {c.kind for c in made}
    for each in made:
        is_firm = each.evidence.known in (Known.RECORDED, Known.DOCUMENTED)
        assert is_firm == (each.expected is not Expected.UNEVIDENCED)
        assert each.codes or each.expected is not Expected.REFUSED


def test_what_is_documented_as_too_much_is_expected_to_be_refused() -> None:
    assert told("v1.delete_videos", "video_nos", Kind.TOO_MANY) == ("refused", "documented")
    assert told("v1.upload", "callback", Kind.TOO_LONG) == ("refused", "documented")
    assert told("v1.search", "top_k", Kind.TOO_GREAT) == ("refused", "documented")


def test_what_was_recorded_as_taken_is_so_only_where_it_was_recorded() -> None:
    assert told("v1.chat", "session_id", Kind.UNKNOWN) == ("taken", "recorded")
    assert told("v1.chat_stream", "session_id", Kind.UNKNOWN) == ("unevidenced", "inferred")
    assert told("v1.get_session_detail", "session_id", Kind.UNKNOWN)[0] == "unevidenced"


def test_a_rule_that_is_only_ours_is_no_evidence() -> None:
    assert told("v1.memories_add", "memories", Kind.TOO_MANY) == ("unevidenced", "inferred")


def test_bearer_is_taken_only_where_its_page_shows_it() -> None:
    assert told("v1.chat_personal", "", Kind.BEARER)[0] == "taken"
    assert told("v1.chat", "", Kind.BEARER)[0] == "refused"


def test_an_unusual_request_is_known_by_its_oddities() -> None:
    contract = load_catalogue()["v1.search"]
    sent = {"search_param": "a boat", "top_k": "5", "tag": "", "folder_id": None, "surprise": 1}
    found = doubts(contract, sent, unknown=("surprise",), media="text/plain")
    assert [str(each) for each in found] == [
        "top_k: loose type",
        "tag: empty",
        "folder_id: null",
        "surprise: new field",
        "the request: wrong media",
    ]


def test_what_is_known_to_be_taken_is_in_no_doubt() -> None:
    contract = load_catalogue()["v1.chat"]
    sent = {"video_nos": ["VI1"], "prompt": "Why?", "session_id": 123}
    assert doubts(contract, sent, media="application/json") == []
    assert doubts(contract, {**sent, "session_id": ""}) == []
