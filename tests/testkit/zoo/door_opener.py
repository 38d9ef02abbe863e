"""Opens a stream to see that it works, and leaves it open."""

from __future__ import annotations

from zoo.service import Service

VICE = "stream_left"


def bad(service: Service) -> None:
    number = service.add_and_wait("harbour_boats")
    asked = {"video_nos": [number], "prompt": "How many boats?"}
    service.held.append(service.send("POST", "chat_stream", json=asked, stream=True))


def healed(service: Service) -> None:
    number = service.add_and_wait("harbour_boats")
    asked = {"video_nos": [number], "prompt": "How many boats?"}
    print(service.send("POST", "chat_stream", json=asked).status_code)
