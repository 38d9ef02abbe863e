"""What comes in pieces is kept and hashed as a whole, however much it is."""

from __future__ import annotations

import threading
from hashlib import sha256
from io import BytesIO

import pytest

from memories_fake.runtime.intake import LARGE_BYTES, MOST_PIECES, Intake


class Full(BytesIO):
    """A disk that has no place left."""

    def write(self, _piece: object) -> int:
        raise OSError("no space left")


@pytest.mark.parametrize("size", [0, 1, LARGE_BYTES - 1, LARGE_BYTES, 40 * LARGE_BYTES + 5])
@pytest.mark.parametrize("piece", [65_536, 3 * LARGE_BYTES])
def test_it_is_that_of_the_whole(size: int, piece: int) -> None:
    whole = (bytes(range(251)) * (size // 251 + 1))[:size]
    file = BytesIO()
    intake, buffer = Intake(file), bytearray(piece)
    for at in range(0, size, piece):
        part = whole[at : at + piece]
        buffer[: len(part)] = part
        intake.write(memoryview(buffer)[: len(part)])
    assert intake.hexdigest() == sha256(whole).hexdigest()
    assert intake.hexdigest() == sha256(whole).hexdigest()
    assert file.getvalue() == whole


def test_it_may_go_on_after_it_was_asked() -> None:
    intake, piece = Intake(BytesIO()), bytes(LARGE_BYTES)
    for count in (1, 2, 3):
        intake.write(piece)
        assert intake.hexdigest() == sha256(piece * count).hexdigest()


def test_settling_leaves_no_thread() -> None:
    before = threading.active_count()
    intake = Intake(BytesIO())
    for _ in range(9):
        intake.write(bytes(LARGE_BYTES))
    intake.settle()
    assert threading.active_count() == before


def test_a_full_disk_is_told_of_and_holds_nobody_up() -> None:
    intake = Intake(Full())

    def bring() -> None:
        for _ in range(3 * MOST_PIECES):
            intake.write(bytes(LARGE_BYTES))
        intake.settle()

    with pytest.raises(OSError, match="no space left"):
        bring()
    with pytest.raises(OSError, match="no space left"):
        intake.settle()
