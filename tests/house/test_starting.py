"""What is loaded when: a handler's module with its first call, and no test's word by serving."""

from __future__ import annotations

import gc
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest
from click.testing import CliRunner

from memories_fake import api, control
from memories_fake.api.serving import Handlers, handlers_of
from memories_fake.cli import main
from memories_fake.doors.server import Server

UNNEEDED = (
    "PIL",
    "av",
    "httpx",
    "jsonschema",
    "requests",
    "rich",
    "sqlalchemy.orm",
    "memories_client",
    "memories_contracts.openapi",
    "memories_fake.api.v1.chat",
    "memories_fake.control.inspector",
    "memories_fake.demo",
    "memories_fake.domain.answering",
    "memories_fake.domain.deliveries",
    "memories_fake.domain.images",
    "memories_fake.domain.outcomes",
    "memories_fake.domain.populating",
    "memories_fake.domain.replies",
    "memories_fake.domain.scripted",
    "memories_fake.doors.inprocess",
    "memories_fake.live.judging",
    "memories_fake.live.recording",
    "memories_fake.runtime.errands",
    "memories_fake.runtime.faults",
    "memories_fake.runtime.fetching",
    "memories_fake.testkit.account",
    "memories_fake.testkit.conduct",
    "memories_fake.testkit.documents",
    "memories_fake.testkit.verifying",
)

SERVED = """
import sys, urllib.request
import memories_fake.cli
from memories_fake import Fake

with Fake(check_replies=False) as fake, fake.serve() as server:
    asked = urllib.request.Request(
        f"{server.url}/serve/api/v1/list_videos",
        b"{}",
        {"Authorization": "sk-any", "Content-Type": "application/json"},
    )
    assert urllib.request.urlopen(asked, timeout=30).status == 200
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("package", "handlers"), [(api, api.HANDLERS), (control, control.CONTROLS)]
)
def test_the_table_tells_where_each_handler_is(package: ModuleType, handlers: Handlers) -> None:
    there = {
        name: each.name
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not each.ispkg
        for name in handlers_of(each.name)
    }
    assert there == handlers.homes


def test_an_operation_has_one_home() -> None:
    with pytest.raises(ValueError, match="has two homes"):
        Handlers("memories_fake.api", {"v1.chat": ("v1.chat",), "v1.search": ("v1.chat",)})


def test_a_first_call_over_a_port_loads_only_what_it_needs() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SERVED], check=True, timeout=60, capture_output=True, text=True
    )
    loaded = set(ran.stdout.split())
    assert "memories_fake.api.v1.library" in loaded
    assert not loaded & set(UNNEEDED)


def test_once_it_serves_garbage_is_collected_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def serve(server: Server) -> None:
        seen.append(gc.isenabled())
        server._server.server_close()

    monkeypatch.setattr(Server, "serve", serve)
    ran = CliRunner().invoke(main, ["serve", "--quiet", "--port", "0"])
    gc.unfreeze()  # this process goes on
    assert ran.exit_code == 0, ran.output
    assert seen == [True]
