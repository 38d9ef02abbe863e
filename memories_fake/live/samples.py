"""What scenarios send: a small film, pictures, an address."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from importlib.resources import files

PREFIX = "memories-fake-verify"
FILM_URL = "http://commondatastorage.googleapis.com/gtv-videos-bucket/sample/ForBiggerBlazes.mp4"
POST_URL = "https://www.tiktok.com/@tiktok/video/7106594312292453675"


@dataclass(frozen=True, slots=True)
class Samples:
    """What to send. The address of a film must be one that the service can download from."""

    film_url: str = FILM_URL
    post_url: str = POST_URL

    def film(self) -> bytes:
        """A few seconds of a drawn film with sound."""
        return files("memories_fake.worlds").joinpath("demo_clip.mp4").read_bytes()

    def picture(self) -> bytes:
        """A PNG of 64 x 64: a slope from dark to light."""
        return png([[(4 * x, 4 * y, 128) for x in range(64)] for y in range(64)])


def png(rows: list[list[tuple[int, int, int]]]) -> bytes:
    """A picture as PNG, from rows of red, green and blue."""
    raw = b"".join(b"\0" + bytes(value for dot in row for value in dot) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
