"""uploadFile: a task for a film that is sent, its caption later at the caller's own address."""

from __future__ import annotations

from pathlib import Path

from calling import Caller
from captions import PROMPT, ask, caption, document, refused, succeeded
from receiving import deliveries, receiving

from memories_contracts import Checker, load_catalogue


def test_the_caption_of_a_film_is_told_to_the_callback(api: Caller, film: Path) -> None:
    with receiving() as receiver:
        form = document(film, user_prompt=PROMPT, callback=receiver.url)
        task = succeeded(ask(api, "uploadFile", **form))["task_id"]
        api.advance(seconds=60)
        (body,) = receiver.bodies
    assert (body["status"], body["task_id"]) == (0, task)
    told = caption(ask(api, "uploadFileSync", **document(film, user_prompt=PROMPT)))
    assert body["data"]["text"] == told


def test_what_is_no_video_fails_at_the_callback(v1: Caller, tmp_path: Path) -> None:
    notes = tmp_path / "notes.mp4"
    notes.write_bytes(b"no film")
    with receiving() as receiver:
        form = document(notes, user_prompt=PROMPT, callback=receiver.url)
        task = succeeded(ask(v1, "uploadFile", **form))["task_id"]
        v1.advance(seconds=60)
        (body,) = receiver.bodies
    contract = load_catalogue()["understand.upload_file"]
    assert Checker().check_callback(contract, "captioned", body) == []
    assert (body["status"], body["task_id"]) == (-1, task)
    assert body["data"]["token"] == {"input": 0, "output": 0, "total": 0}


def test_a_film_is_needed(v1: Caller) -> None:
    form = document(None, user_prompt=PROMPT, callback="http://127.0.0.1:9/told")
    assert refused(ask(v1, "uploadFile", **form)) == "The files parameter cannot be empty!"
    assert deliveries(v1) == []
