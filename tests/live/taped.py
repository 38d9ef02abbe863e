"""What the tests of cassettes share: a real program, and the commands run as anybody runs them."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

API = "https://api.memories.ai/serve/api/v1"
PATIENCE_SECONDS = 60

PROGRAM = """
import hashlib, json, os, sys, time
import requests

api = "https://api.memories.ai/serve/api/v1"
session = requests.Session()
session.headers["Authorization"] = os.environ.get("THE_KEY", "sk-first-program-key")
film = ("harbour.mp4", b"no film at all" * 100, "video/mp4")
told = []
sent = session.post(api + "/upload_url", data={"url": "https://films.example/harbour.mp4"}).json()
number = sent["data"]["videoNo"]
told.append(number)
while True:
    listed = session.post(api + "/list_videos", json={"video_no": number}).json()
    video = listed["data"]["videos"][0]
    if video["status"] == "PARSE":
        break
    time.sleep(float(os.environ.get("LOOK_SECONDS", "0.1")))
told.append([video["video_name"], video["duration"]])
asked = {"video_nos": [number], "prompt": "What is in the harbour?"}
answer = session.post(api + "/chat", json=asked).json()
told.append(answer["data"]["content"])
with session.post(api + "/chat_stream", json=asked, stream=True) as stream:
    content = b"".join(stream.iter_content(None))
told.append(hashlib.sha256(content).hexdigest())
told.append(session.post(api + "/upload", files={"file": film}).json()["data"]["videoName"])
session_no = answer["data"]["session_id"]
detail = session.get(api + "/get_session_detail", params={"session_id": session_no}).json()
told.append(detail["code"])
told.append(session.post(api + "/delete_videos", json=[number]).json()["code"])
print(json.dumps(told))
"""


def command(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run memories-fake in a process of its own; what CI may be set to here does not matter."""
    others = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "memories_fake", *map(str, arguments)],
        env={**others, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def python(program: str) -> tuple[str, ...]:
    """The end of a command line that runs a Python program."""
    return "--", sys.executable, "-c", program


def document(file: Path) -> Any:
    """A cassette as the JSON that it is."""
    return json.loads(file.read_bytes())


def every_byte(file: Path) -> bytes:
    """All that a file says: as it stands, and what each run of base64 in it says."""
    content = file.read_bytes()
    runs = re.findall(rb"[A-Za-z0-9+/_\-]{8,}", content)
    return content + b"\n".join(_decoded(run) for run in runs)


def heard_from_streams(told: Any) -> Iterator[str]:
    """What whoever reads the streams of a cassette joins together: bare data, and contents."""
    for exchange in told["exchanges"]:
        for answer in exchange["answers"]:
            frames = [frame.get("text", "") for frame in answer["body"].get("frames", ())]
            data = [frame.strip().removeprefix("data:").strip() for frame in frames]
            yield "".join(data)
            yield "".join(json.loads(each)["content"] for each in data if each[:2] == '{"')


def _decoded(run: bytes) -> bytes:
    told = run.replace(b"-", b"+").replace(b"_", b"/")
    return b"\n".join(
        base64.b64decode(told[start : start + (len(told) - start) // 4 * 4]) for start in range(4)
    )


def post(path: str, key: str = "sk-taped-tests", **parts: Any) -> Any:
    """Call an operation of the first version and give its JSON."""
    answer = requests.post(f"{API}/{path}", headers={"Authorization": key}, timeout=30, **parts)
    return answer.json()
