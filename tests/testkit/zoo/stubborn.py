"""Asks for what is not there, and asks again, as if it might come to be."""

from __future__ import annotations

from zoo.service import Service

VICE = "retried_in_vain"


def bad(service: Service) -> None:
    for _ in range(4):
        if service.get("get_session_detail", session_id="5550001")["success"]:
            break
        service.sleep(2)


def healed(service: Service) -> None:
    told = service.get("get_session_detail", session_id="5550001")
    if not told["success"]:
        print(f"no such talk: {told['msg']}")
