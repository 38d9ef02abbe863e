"""What the client's tests share: a client without real time, and answers in the wire's shape."""

from __future__ import annotations

from typing import Any

from memories_client import Memories

KEY = "sk-0123456789abcdef0123456789abcdef"
HOME = "http://memories.test"


def url(operation: str) -> str:
    return f"{HOME}/serve/api/v1/{operation}"


def client(pauses: list[float] | None = None, **options: Any) -> Memories:
    """A client whose sleeps take no time and are noted in `pauses`."""
    sleep = (lambda _: None) if pauses is None else pauses.append
    return Memories(KEY, HOME, sleep=sleep, **options)


def success(data: Any) -> dict[str, Any]:
    return {"code": "0000", "msg": "success", "data": data, "success": True, "failed": False}


def failure(code: str, msg: str) -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": None, "success": False, "failed": True}


def video(number: str, **changes: Any) -> dict[str, Any]:
    """A listed video, numbers as text, as the service has them."""
    plain = {
        "duration": "42",
        "size": "1048576",
        "status": "PARSE",
        "cause": "null",
        "video_no": number,
        "video_name": "harbour at dawn",
        "create_time": "1760262064507",
    }
    return plain | changes


def listing(*videos: dict[str, Any], page: int = 1, total: int | None = None) -> dict[str, Any]:
    count = len(videos) if total is None else total
    return success(
        {
            "videos": list(videos),
            "current_page": page,
            "page_size": 200,
            "total_count": str(count),
        }
    )
