"""Makes the one WSGI application: a Flask rule per contract, and the fake's own control paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from memories_fake import control, pipeline
from memories_fake.browsers import open_to_browsers
from memories_fake.services import Services


class MatchedRule(Rule):
    """A rule to match paths by, and never to make any from.

    What would make them, Werkzeug compiles anew for each rule: most of what a rule costs.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., NoReturn]:  # noqa: ARG002, FBT001, FBT002
        return _make_no_path


def create_app(services: Services) -> Flask:
    """An application over these services. It holds no state of its own."""
    app = Flask("memories_fake", static_folder=None)
    app.testing = True  # exceptions are bugs: let the door that was used decide how to show them
    app.url_map.merge_slashes = False
    app.url_rule_class = MatchedRule

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
    app.wsgi_app = open_to_browsers(app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def _make_no_path(*_asked: object) -> NoReturn:
    raise NotImplementedError("no path is made from a rule")
