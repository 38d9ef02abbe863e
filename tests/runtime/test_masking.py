"""What may be written down of a secret, whatever signs it has."""

from __future__ import annotations

import pytest

from memories_fake.runtime.masking import masked, written


@pytest.mark.parametrize(
    "secret",
    [
        "sf\udcdd\udced\udca7\udcdc-5a36",  # bytes that are no text
        "sf\ud800-5a36dedd",  # half a character, as JSON may have it
        "sk ü/5a36dedd",
    ],
)
def test_any_signs_may_be_in_a_secret(secret: str) -> None:
    kept = written({"told": {f"at {secret}": [secret, "else"]}}, secret)
    assert kept["told"] == {f"at {masked(secret)}": [masked(secret), "else"]}


def test_bytes_that_are_no_text_are_found_in_an_address_too() -> None:
    kept = written({"path": "/a?token=sf%DD%ED-5a36dedd"}, "sf\udcdd\udced-5a36dedd")
    assert "%DD%ED" not in kept["path"]
