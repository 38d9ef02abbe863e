"""Serves the pictures that answers give addresses of; no key is needed, and none is told."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO

from flask import Blueprint, Response, send_file

from memories_fake.services import Services

GREATEST = 2**63 - 1  # that a database can hold


def add_media_paths(paths: Blueprint, services: Services) -> None:
    """Uploaded images under their account and number, and the key frames of public posts."""

    @paths.get(f"/_fake/media/<account>/<int(max={GREATEST}):number>")
    def image(account: str, number: int) -> Response:
        from memories_fake.domain import images

        with services.store.transaction() as connection:
            shelved = images.shelved(connection, services.shelf, account, number)
        if shelved is None:
            return Response(status=HTTPStatus.NOT_FOUND)
        return send_file(shelved.path, mimetype=shelved.media_type, etag=False)

    @paths.get("/_fake/media/public/PI-<int:number>")
    def key_frame(number: int) -> Response:
        from memories_fake.domain import public
        from memories_fake.runtime.painting import as_png

        picture = as_png(public.key_frame(f"PI-{number}"))
        return send_file(BytesIO(picture), mimetype="image/png", etag=False)
