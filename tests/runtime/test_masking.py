"""What may be written down of a secret, whatever signs it has."""

from __future__ import annotations

import pytest

from memories_fake.runtime.masking import hidden, masked


@pytest.mark.parametrize(
    "secret",
    [
        "sf\udcdd\udced\udca7\udcdc-5a36",  # bytes that are no text
        "sf\ud800-5a36dedd",  # half a character, as JSON may have it
        "sk ü/5a36dedd",
    ],
)
def test_any_signs_may_be_in_a_secret(secret: str) -> None:
    told = hidden({f"at {secret}": [secret, "else"]}, secret)
    assert told == {f"at {masked(secret)}": [masked(secret), "else"]}


def test_bytes_that_are_no_text_are_found_in_an_address_too() -> None:
    assert "%DD%ED" not in hidden("/a?token=sf%DD%ED-5a36dedd", "sf\udcdd\udced-5a36dedd")
