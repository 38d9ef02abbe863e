"""Unmodified Node programs, however they make their calls, reach the fake."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from redirect_target import (
    CALL,
    NODE,
    PATH,
    STREAM,
    Target,
    check_a_stream_arrives_event_by_event,
    check_the_call_arrived,
    needs_node,
    node,
    said_by,
    said_in,
    said_past_proxies,
    serving,
)

from memories_fake.doors import redirect

pytestmark = needs_node


@pytest.fixture
def target() -> Iterator[Target]:
    with serving() as target:
        yield target


CALLS = {
    "fetch": f"""
fetch("{CALL}", {{method: "POST", body: '{{"prompt": "hi"}}'}})
  .then((r) => r.json()).then((r) => console.log(r.path));
""",
    "fetch of a Request": f"""
fetch(new Request("{CALL}", {{method: "POST", body: '{{"prompt": "hi"}}'}}))
  .then((r) => r.json()).then((r) => console.log(r.path));
""",
    "fetch of a URL with a stream": f"""
const body = new Blob(['{{"prompt": "hi"}}']).stream();
fetch(new URL("{CALL}"), {{method: "POST", body, duplex: "half"}})
  .then((r) => r.json()).then((r) => console.log(r.path));
""",
    "https.request of a URL": f"""
const request = require("https").request("{CALL}", {{method: "POST"}}, (response) => {{
  response.on("data", (chunk) => console.log(JSON.parse(chunk).path));
}});
request.end('{{"prompt": "hi"}}');
""",
    "https.request of options": f"""
const https = require("https");
const request = https.request({{
  host: "api.memories.ai", path: "{PATH}", method: "POST",
  agent: new https.Agent({{keepAlive: true}}), headers: {{"Content-Type": "application/json"}},
}});
request.on("response", (response) => {{
  response.on("data", (chunk) => console.log(JSON.parse(chunk).path));
  response.on("end", () => process.exit(0));
}});
request.end('{{"prompt": "hi"}}');
""",
    "https.request with raw headers": f"""
const headers = ["Host", "api.memories.ai", "Content-Length", "16"];
require("https").request(new URL("{CALL}"), {{method: "POST", headers}}, (response) => {{
  response.on("data", (chunk) => console.log(JSON.parse(chunk).path));
}}).end('{{"prompt": "hi"}}');
""",
}


@pytest.mark.parametrize("form", CALLS)
def test_an_unmodified_program_reaches_the_fake(form: str, target: Target) -> None:
    assert said_by(node(CALLS[form]), target) == PATH
    check_the_call_arrived(target)


@pytest.mark.parametrize("form", ["fetch", "https.request of a URL"])
def test_no_proxy_variable_captures_a_redirected_call(form: str, target: Target) -> None:
    assert said_past_proxies(node(CALLS[form]), target) == PATH


def test_a_request_to_a_proxy_for_a_hard_coded_host_is_redirected(target: Target) -> None:
    said_by(node(f'require("http").get({{host: "127.0.0.1", port: 9, path: "{CALL}"}});'), target)
    assert [seen.path for seen in target.seen] == [PATH]


@pytest.mark.parametrize(
    "program",
    [
        f"""
fetch("{STREAM}").then(async (response) => {{
  for await (const chunk of response.body) process.stdout.write(chunk);
}});
""",
        f'require("https").get("{STREAM}", (response) => response.pipe(process.stdout));',
    ],
)
def test_a_stream_arrives_event_by_event(program: str, target: Target) -> None:
    check_a_stream_arrives_event_by_event(node(program), target)


def test_any_other_host_is_left_alone(target: Target) -> None:
    with serving() as another:
        program = f'const url = "{another.url}/elsewhere"; fetch(url); require("http").get(url);'
        said_by(node(program), target)
        seen = another.seen
    assert [each.path for each in seen] == ["/elsewhere"] * 2
    assert not any("x-forwarded-host" in each.headers for each in seen)
    assert target.seen == []


@pytest.mark.parametrize("form", ["fetch", "https.request of a URL"])
def test_the_fake_may_live_under_a_path(form: str, target: Target) -> None:
    environment = redirect.redirected_environment(os.environ, base_url=f"{target.url}/here/")
    assert said_in(environment, node(CALLS[form])) == f"/here{PATH}"


def test_names_imported_by_an_es_module_are_redirected(target: Target, tmp_path: Path) -> None:
    module = tmp_path / "calling.mjs"
    module.write_text(
        f"""
import {{ get }} from "node:https";
get("{CALL}", (response) => {{
  response.on("data", (chunk) => console.log(JSON.parse(chunk).path));
}});
"""
    )
    assert said_by([NODE, str(module)], target) == PATH


def test_axios_reaches_the_fake(target: Target) -> None:
    if subprocess.run(
        node('require.resolve("axios")'), check=False, capture_output=True
    ).returncode:
        pytest.skip("axios is not installed where node looks for it")
    program = (
        f'require("axios").post("{CALL}", {{prompt: "hi"}}).then((r) => console.log(r.data.path));'
    )
    assert said_by(node(program), target) == PATH


def test_the_hooks_work_from_a_folder_with_a_space_in_its_name(
    target: Target, tmp_path: Path
) -> None:
    folder = tmp_path / 'with "some" space' / "redirect"
    shutil.copytree(Path(redirect.__file__).parent, folder)
    spec = spec_from_file_location("moved_redirect", folder / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    moved = module_from_spec(spec)
    spec.loader.exec_module(moved)
    environment = moved.redirected_environment(os.environ, base_url=target.url)
    assert said_in(environment, node(CALLS["fetch"])) == PATH
