"""uploadFileSync: a film that is sent, captioned in the answer itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calling import Caller
from captions import NONSENSE, PROMPT, ask, caption, document, refused


def test_a_film_is_told_from_its_name_and_its_length(api: Caller, film: Path) -> None:
    text = caption(ask(api, "uploadFileSync", **document(film, user_prompt="What happens?")))
    assert "harbour walk" in text
    assert "00:04" not in text  # it is three seconds long


def test_parameters_may_come_as_fields_too(v1: Caller, film: Path) -> None:
    told = caption(ask(v1, "uploadFileSync", **document(film, user_prompt=PROMPT)))
    part = {"files": (film.name, film.read_bytes(), "video/mp4")}
    assert caption(ask(v1, "uploadFileSync", files=part, data={"user_prompt": PROMPT})) == told
    data = {"req": f'{{"user_prompt": "{PROMPT}"}}'}
    assert caption(ask(v1, "uploadFileSync", files=part, data=data)) == told


def test_speech_beside_it_is_heard(v1: Caller, film: Path) -> None:
    form = document(film, user_prompt="What is said?")
    lines = b"1\n00:00:00,000 --> 00:00:02,000\nMind the heron on the pier.\n"
    form["files"].append(("files", ("harbour walk.srt", lines, "text/plain")))
    assert "heron" in caption(ask(v1, "uploadFileSync", **form))


def test_persons_may_be_shown_in_parts_of_their_own(v1: Caller, film: Path) -> None:
    form = document(film, user_prompt=PROMPT, persons=[{"name": "Ada"}])
    form["files"].append(("file", ("ada.png", b"picture", "image/png")))
    assert "Ada is seen" in caption(ask(v1, "uploadFileSync", **form))


def test_what_is_no_video_is_refused(v1: Caller, tmp_path: Path) -> None:
    notes = tmp_path / "notes.mp4"
    notes.write_bytes(b"no film")
    form = document(notes, user_prompt=PROMPT)
    assert refused(ask(v1, "uploadFileSync", **form)).endswith("it is no video")


def test_a_film_and_a_readable_document_are_needed(v1: Caller, film: Path) -> None:
    form = document(None, user_prompt=PROMPT)
    assert refused(ask(v1, "uploadFileSync", **form)) == "The files parameter cannot be empty!"
    for broken in (b"{", b"[]", b'"text"'):
        form = document(film)
        form["files"][0] = ("req", ("req.json", broken, "application/json"))
        assert "JSON parse error" in refused(ask(v1, "uploadFileSync", **form))


@NONSENSE
def test_nonsense_is_refused(v1: Caller, film: Path, changes: dict[str, Any], reason: str) -> None:
    form = document(film, **{"user_prompt": PROMPT, **changes})
    assert refused(ask(v1, "uploadFileSync", **form)).startswith(reason)
