"""Starts a peer that wants a file of settings: python starting.py COMMAND PORT STUB."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

command, port, stub = sys.argv[1:]
folder = Path(tempfile.mkdtemp())
settings = folder / "settings.json"
if Path(command).name == "mb":
    imposter = {"protocol": "http", "port": int(port), "stubs": [json.loads(stub)]}
    settings.write_text(json.dumps({"imposters": [imposter]}), encoding="utf-8")
    steering = (int(port) + 20_000) % 40_000 + 10_000  # a port of its own, that nobody asks
    options = ["--configfile", str(settings), "--port", str(steering)]
    options += ["--nologfile", "--pidfile", str(folder / "mb.pid")]
else:
    fixtures = folder / "fixtures.json"
    fixture = {"match": {"userMessage": "hello"}, "response": {"content": "A gull lands."}}
    fixtures.write_text(json.dumps({"fixtures": [fixture]}), encoding="utf-8")
    settings.write_text(json.dumps({"llm": {"fixtures": str(fixtures)}}), encoding="utf-8")
    options = ["--config", str(settings), "--port", port]
os.execv(command, [command, *options])
