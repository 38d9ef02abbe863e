"""Opens a stream, takes what comes first, and walks away."""

from __future__ import annotations

from zoo.service import Service

VICE = "stream_left"


def bad(service: Service) -> None:
    number = service.add_and_wait("harbour_boats")
    asked = {"video_nos": [number], "prompt": "How many boats?"}
    with service.send("POST", "chat_stream", json=asked, stream=True) as answer:
        print(next(answer.iter_lines()))


def healed(service: Service) -> None:
    number = service.add_and_wait("harbour_boats")
    asked = {"video_nos": [number], "prompt": "How many boats?"}
    with service.send("POST", "chat_stream", json=asked, stream=True) as answer:
        for line in answer.iter_lines():
            if b"Done" in line:
                break
