"""The shelf, where several come at once."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from memories_fake.runtime.shelf import Shelf


def test_those_who_come_first_at_once_share_one_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    made = tempfile.TemporaryDirectory

    def made_slowly(**told: Any) -> Any:
        sleep(0.05)
        return made(**told)

    monkeypatch.setattr(tempfile, "TemporaryDirectory", made_slowly)
    shelf = Shelf()
    with ThreadPoolExecutor(4) as pool:
        parcels = list(pool.map(lambda _: shelf.parcel(), range(4)))
    assert len({parcel.path.parent for parcel in parcels}) == 1
    for parcel in parcels:
        parcel.discard()
    shelf.close()


def test_clearing_what_nobody_has_used_makes_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryDirectory", None)
    Shelf().clear("an account")
