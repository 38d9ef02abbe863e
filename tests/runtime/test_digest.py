"""The digest of what comes in pieces is that of the whole, however much it is."""

from __future__ import annotations

import threading
from hashlib import sha256

import pytest

from memories_fake.runtime.digest import BATCH_BYTES, Digest


@pytest.mark.parametrize("size", [0, 1, BATCH_BYTES - 1, BATCH_BYTES, 7 * BATCH_BYTES + 5])
@pytest.mark.parametrize("piece", [65_536, 3 * BATCH_BYTES])
def test_it_is_that_of_the_whole(size: int, piece: int) -> None:
    whole = bytes(range(251)) * (size // 251 + 1)
    whole = whole[:size]
    digest = Digest()
    for at in range(0, size, piece):
        digest.update(whole[at : at + piece])
    assert digest.hexdigest() == sha256(whole).hexdigest()
    assert digest.hexdigest() == sha256(whole).hexdigest()


def test_it_may_go_on_after_it_was_asked() -> None:
    digest, piece = Digest(), bytes(BATCH_BYTES)
    for count in (1, 2, 3):
        digest.update(piece)
        assert digest.hexdigest() == sha256(piece * count).hexdigest()


def test_closing_leaves_no_thread() -> None:
    before = threading.active_count()
    digest = Digest()
    for _ in range(9):
        digest.update(bytes(BATCH_BYTES))
    digest.close()
    assert threading.active_count() == before
