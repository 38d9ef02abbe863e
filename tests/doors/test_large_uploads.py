"""An upload of any size goes to disk in pieces: the server's memory hardly grows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from media_making import make_clip
from requests import Session

GIBIBYTE = 1 << 30
PIECE = 1 << 20
KEY = "sk-large-uploads-1"


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`memories-fake serve` as a process of its own, and its address."""
    command = [sys.executable, "-u", "-m", "memories_fake", "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split(" at ")[1].split()[0]
        yield process, address
        process.terminate()


def peak_bytes(process: subprocess.Popen[str]) -> int:
    """The most memory that the process has held so far."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_gibibyte_raises_memory_by_no_more_than_32_mebibytes(
    server: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, address = server
    film = make_clip(tmp_path / "long.mp4", seconds=1).read_bytes()
    _upload(address, [film])  # what is loaded once is loaded before measuring
    before = peak_bytes(process)

    padding = bytes(PIECE)
    answer = _upload(address, [film, *[padding] * (GIBIBYTE // PIECE)])

    assert answer["code"] == "0000"
    assert peak_bytes(process) - before <= 32 << 20


def _upload(address: str, pieces: list[bytes]) -> dict[str, object]:
    head = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="long.mp4"\r\n'
        b"Content-Type: video/mp4\r\n\r\n"
    )
    tail = b"\r\n--edge--\r\n"
    whole = [head, *pieces, tail]
    headers = {
        "Authorization": KEY,
        "Content-Type": "multipart/form-data; boundary=edge",
        "Content-Length": str(sum(map(len, whole))),
    }
    with Session() as session:
        url = f"{address}/serve/api/v1/upload"
        request = requests.Request("POST", url, data=iter(whole), headers=headers).prepare()
        del request.headers["Transfer-Encoding"]
        request.headers["Content-Length"] = headers["Content-Length"]
        body: dict[str, object] = session.send(request, timeout=300).json()
    return body
