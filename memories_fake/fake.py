"""Fake: one fake service, to be reached in-process, over a port, or as a plain WSGI application."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from flask import Flask

from memories_contracts import Catalogue
from memories_fake.app import create_app
from memories_fake.runtime.clock import Clock
from memories_fake.services import Services
from memories_fake.settings import Settings
from memories_fake.testkit.furnishing import furnisher

if TYPE_CHECKING:
    from memories_fake.doors.server import Server
    from memories_fake.testkit.account import SteeredAccount
    from memories_fake.testkit.conduct import Finding
    from memories_fake.testkit.laying import Faults
    from memories_fake.testkit.verifying import Calls

# What a method alone needs, it loads itself: to be there and to serve takes none of that.


class Fake:
    """A Memories.ai of one's own. Two fakes in one process share nothing.

    Keyword arguments are the fields of `Settings`. Time is virtual and replies are checked
    against their contracts unless told otherwise.
    """

    def __init__(self, settings: Settings | None = None, **choices: Any) -> None:
        self.settings = settings or Settings(**{"check_replies": True, **choices})
        self.services = Services(self.settings, furnisher(self.settings.world))
        # `with Fake().activate():` is never told to close; it tidies up when it is forgotten.
        self._closing = weakref.finalize(self, self.services.close)

    @cached_property
    def app(self) -> Flask:
        """The WSGI application."""
        app = create_app(self.services)
        app.extensions["memories_fake"] = self  # whoever holds the application holds the fake
        return app

    @contextmanager
    def activate(self) -> Iterator[Fake]:
        """Lead this process's calls to the service's hosts here: a context manager or decorator."""
        from memories_fake.doors.inprocess import intercepting

        with intercepting(self.app):
            yield self

    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> Server:
        """A server on a port, started by `with` or `.start()`; port 0 takes a free one."""
        from memories_fake.doors.server import Server

        return Server(self.app, host=host, port=port)

    def account(self, key: str) -> SteeredAccount:
        """The account of this key in the test's hand: its time, outcomes, faults, journal …"""
        from memories_fake.testkit.account import SteeredAccount

        return SteeredAccount(self.services, key)

    @property
    def catalogue(self) -> Catalogue:
        """The contracts of all that it serves, by name."""
        return self.services.catalogue

    def openapi(self) -> dict[str, Any]:
        """The same as one OpenAPI 3.1 document."""
        from memories_contracts.openapi import openapi_document

        return openapi_document(self.catalogue)

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose for every account alike."""
        from memories_fake.testkit.laying import server_faults

        return server_faults(self.services)

    def insist_on_faults(self) -> None:
        """Raise AssertionError if a test laid down a fault that never came."""
        from memories_fake.testkit.laying import insist_on

        insist_on(self.services.unfired())

    def calls(self, operation: str = "*") -> Calls:
        """The calls of an operation, of all accounts: `fake.calls("v1.chat").once()`; see there."""
        from memories_fake.testkit.verifying import calls_of

        return calls_of(tuple(self.services.journal), operation)

    def timeline(self, *, most: int | None = None) -> str:
        """What was asked and answered, as a table for each account; the latest `most` of each."""
        from memories_fake.testkit.timeline import timeline

        return timeline(tuple(self.services.journal), most=most)

    def conduct(self) -> tuple[Finding, ...]:
        """What programs did that one does not do to the service, account by account."""
        from memories_fake.testkit.conduct import audit

        journal = self.services.journal
        return tuple(found for name in journal.accounts() for found in audit(journal.of(name)))

    def clock(self, key: str) -> Clock:
        """The clock of this key's account: to be moved, stopped, or run at another speed."""
        return self.services.accounts.of(key).clock

    def reset(self, key: str | None = None) -> None:
        """Forget everything, or all that one key has made."""
        self.services.reset(key)

    def close(self) -> None:
        """Let go of the database and of temporary files. Done by itself at the latest moment."""
        self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
