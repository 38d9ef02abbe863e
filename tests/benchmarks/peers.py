"""The others: installed from their registries into a throw-away folder, and how each is started."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path

from loading import Call
from measuring import Stage
from processes import HERE, Command
from subjects import VIDEOS, _film, bare_flask

FROM_PYPI = ("moto[server]", "pytest", "pytest-httpserver", "granian", "flask")
FROM_NPM = ("@stoplight/prism-cli@5", "@copilotkit/aimock", "mountebank", "json-server@0.17")
LIST = Call("POST", "/serve/api/v1/list_videos", b"{}")


def installed(stage: Stage, cache: Path) -> Stage:
    """The stage with the peers on it; what cannot be had is named as missing."""
    python, node = cache / "python", cache / "node"
    missing = []
    try:
        if not (python / "bin" / "moto_server").exists():
            print(f"installing {', '.join(FROM_PYPI)} …", flush=True)
            venv.create(python, with_pip=True)
            pip = [str(python / "bin" / "python"), "-m", "pip", "install", "-q", *FROM_PYPI]
            subprocess.run(pip, check=True)
        stage = replace(stage, python_peers=python / "bin" / "python")
    except (OSError, subprocess.CalledProcessError) as error:
        missing.append(f"peers from PyPI could not be installed: {error}")
    try:
        if not (node / "node_modules" / ".bin" / "prism").exists():
            print(f"installing {', '.join(FROM_NPM)} …", flush=True)
            node.mkdir(parents=True, exist_ok=True)
            npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(node), *FROM_NPM]
            subprocess.run(npm, check=True, stdout=sys.stderr)
        stage = replace(stage, node_peers=node / "node_modules" / ".bin")
    except (OSError, subprocess.CalledProcessError) as error:
        missing.append(f"peers from npm could not be installed: {error}")
    return replace(stage, missing=missing)


def versions(stage: Stage) -> list[str]:
    """What was measured, by name and version."""
    told = []
    if stage.python_peers:
        pip = [str(stage.python_peers), "-m", "pip", "list", "--format=freeze"]
        lines = subprocess.run(pip, check=True, capture_output=True, text=True).stdout.split()
        wanted = {name.partition("[")[0] for name in FROM_PYPI}
        told += [
            line.replace("==", " ")
            for line in lines
            if line.partition("==")[0].replace("_", "-").lower() in wanted
        ]
    if stage.node_peers:
        for name in FROM_NPM:
            plain = name[0] + name[1:].partition("@")[0]
            package = stage.node_peers.parent / plain / "package.json"
            told.append(f"{plain} {json.loads(package.read_text())['version']}")
    return told


def servers(stage: Stage) -> dict[str, Command]:
    """Every peer that answers over a port, with the list that it is asked for."""
    found: dict[str, Command] = {}
    if stage.python_peers:
        moto = stage.python_peers.with_name("moto_server")
        found["moto"] = Command((str(moto), "-p", "PORT"), Call("GET", "/", headers=S3))
    if stage.node_peers:
        found |= _node_servers(stage.node_peers, stage.folder)
    return found


S3 = (
    (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host",
    ),
)


def _node_servers(node: Path, folder: Path) -> dict[str, Command]:
    listed = _list()
    answer = {"content": {"application/json": {"example": listed}}, "description": "the list"}
    asked = {"content": {"application/json": {"schema": {"type": "object"}}}}
    path = {LIST.path: {"post": {"requestBody": asked, "responses": {"200": answer}}}}
    info = {"title": "a list", "version": "1"}
    _write(folder / "openapi.json", {"openapi": "3.1.0", "info": info, "paths": path})
    _write(folder / "films.json", {"films": [_film(number) for number in range(VIDEOS)]})
    stub = {"responses": [{"is": {"body": listed}}]}
    return {
        "Prism": Command(
            (str(node / "prism"), "mock", "-p", "PORT", str(folder / "openapi.json")), LIST
        ),
        "json-server": Command(
            (str(node / "json-server"), "-q", "-p", "PORT", str(folder / "films.json")),
            Call("GET", "/films"),
        ),
        "mountebank": Command(
            (sys.executable, str(HERE / "starting.py"), str(node / "mb"), "PORT", json.dumps(stub)),
            LIST,
        ),
        "aimock": Command(
            (sys.executable, str(HERE / "starting.py"), str(node / "aimock"), "PORT", ""),
            Call(
                "POST",
                "/v1/chat/completions",
                b'{"model":"m","messages":[{"role":"user","content":"hello"}]}',
            ),
        ),
    }


def granian(stage: Stage, *, threads: int) -> tuple[str, ...] | None:
    """Bare Flask on granian, as a command; None where it is not there."""
    if not stage.python_peers:
        return None
    options = ("--interface", "wsgi", "--port", "PORT", "--blocking-threads", str(threads))
    command = str(stage.python_peers.with_name("granian"))
    return (command, *options, "--working-dir", str(HERE), "subjects:app")


def _list() -> object:
    return bare_flask().test_client().post(LIST.path, json={}).get_json()


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document), encoding="utf-8")
