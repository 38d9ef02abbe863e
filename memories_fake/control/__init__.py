"""The fake's own paths under /_fake: is it well, begin anew, and what it serves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request

from memories_contracts.openapi import openapi_document
from memories_fake.control.account import add_account_paths
from memories_fake.control.media import add_media_paths
from memories_fake.services import Services


def control_paths(services: Services) -> Blueprint:
    """Health, reset and the OpenAPI document, as a Flask blueprint."""
    paths = Blueprint("_fake", __name__, url_prefix="/_fake")

    @paths.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "operations": len(services.catalogue)}

    @paths.post("/reset")
    def reset() -> dict[str, Any]:
        """With a key only that key's account begins anew; without one, all of them do."""
        services.reset(request.headers.get("Authorization"))
        return {"status": "ok"}

    @paths.get("/deliveries")
    def deliveries() -> dict[str, Any]:
        """The callbacks of this key's account, planned and done; looking moves no clock."""
        account = services.accounts.of(request.headers.get("Authorization", ""))
        return {"deliveries": [asdict(each) for each in services.outbox.listed(account)]}

    @paths.get("/openapi.json")
    def openapi() -> dict[str, Any]:
        return openapi_document(services.catalogue)

    add_account_paths(paths, services)
    add_media_paths(paths, services)
    return paths
