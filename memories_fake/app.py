"""Makes the one WSGI application: a Flask rule per contract, and the fake's own control paths."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from memories_fake import control, pipeline
from memories_fake.services import Services

PERMISSIONS = {
    "Access-Control-Request-Method": "Access-Control-Allow-Methods",
    "Access-Control-Request-Headers": "Access-Control-Allow-Headers",
}


def create_app(services: Services) -> Flask:
    """An application over these services. It holds no state of its own."""
    app = Flask("memories_fake", static_folder=None)
    app.testing = True  # exceptions are bugs: let the door that was used decide how to show them
    app.url_map.merge_slashes = False

    def answer() -> Response:
        # The request itself, not its stand-in: a stream outlives Flask's context.
        return pipeline.carry(services, request._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001

    def answer_unmatched(error: HTTPException) -> Response:
        is_ours = request.path.startswith(control.ROOT)
        return control.unmatched(request, error) if is_ours else answer()

    for contract in services.catalogue.values():
        app.add_url_rule(contract.path, contract.name, answer, methods=[contract.method])
    app.register_blueprint(control.control_paths(services))
    app.register_error_handler(404, answer_unmatched)
    app.register_error_handler(405, answer_unmatched)
    app.before_request(_answer_options)
    app.after_request(_open_to_browsers)
    return app


def _answer_options() -> Response | None:
    """What a browser asks before it calls; no key comes with that, and no account is meant."""
    if request.method != "OPTIONS":
        return None
    nothing = Response(status=HTTPStatus.NO_CONTENT)
    del nothing.headers["Content-Type"]
    return nothing


def _open_to_browsers(response: Response) -> Response:
    """Let pages of any origin call. What the service allows them is not known."""
    asked = request.headers
    if "Origin" in asked:
        response.headers["Access-Control-Allow-Origin"] = "*"
        for question, permission in PERMISSIONS.items():
            if question in asked:
                response.headers[permission] = asked[question]
    return response
