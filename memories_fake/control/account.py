"""What an account has left: its credits, and its calls in the present windows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from memories_fake.api.serving import serves
from memories_fake.control.serving import Steer


@serves("control.account")
def account(steer: Steer) -> Any:
    left = steer.account.allowance
    return {
        "credits": {"given": left.credits_given, "left": left.credits_left},
        "limits": {
            "year": left.year,
            "groups": {group: asdict(window) for group, window in left.windows.items()},
        },
    }
