"""Where a service and the fake answer otherwise, the least that shows it becomes a pytest file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memories_contracts import load_catalogue
from memories_contracts.refusing import Kind, case_of
from memories_fake import Fake
from memories_fake.cli import main
from memories_fake.live.refusing.disagreeing import Disagreement, Mirror
from memories_fake.live.refusing.writing import write_tests

# How a service is unlike the fake, in which case it shows, and what is written of it.
OTHERWISE = {
    "a bearer is taken": (
        {"dialect": {"bearer": "accepted"}},
        "v1.list_videos",
        "test_v1_list_videos_bearer.py",
    ),
    "what is not there is not deleted": (
        {"dialect": {"repeated_delete": "refused"}},
        "v1.delete_videos",
        "test_v1_delete_videos_video_nos_unknown.py",
    ),
    "no key is another code": (
        {"dialect": {"bad_key_code": "9009"}},
        "v1.chat_stream",
        "test_v1_chat_stream_no_key.py",
    ),
}

# Cases whose requests are sent in different ways.
SENT = (
    ("v1.upload", "file", Kind.MISSING),
    ("v1.upload", "tags", Kind.TOO_MANY),
    ("v1.download", "video_no", Kind.ANOTHERS),
    ("v1.delete_videos", "video_nos", Kind.TOO_MANY),
    ("v1.chat", "video_nos", Kind.NULL),
    ("v1.chat_stream", "", Kind.NO_KEY),
    ("v1.get_session_detail", "session_id", Kind.UNKNOWN),
    ("v1.folders_videos", "page", Kind.TOO_SMALL),
    ("v1.search", "", Kind.WRONG_MEDIA),
    ("v1.upload_url", "callback", Kind.TOO_LONG),
    ("understand.upload_file", "user_prompt", Kind.MISSING),
)


@pytest.fixture(params=OTHERWISE)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One test that was written of a service that is otherwise."""
    settings, operation, name = OTHERWISE[request.param]
    with Fake(parse_seconds=0, callbacks="off", **settings) as other, other.serve() as server:
        result = told(server.url, operation, tmp_path)
    assert " tests were written to " in result.output, result.output
    return tmp_path / name


def told(url: str, operation: str, folder: Path) -> Result:
    options = ["--against", url, "--only", operation, "--write-tests", str(folder)]
    return CliRunner().invoke(main, ["verify", "--refusals", *options])


def test_a_written_test_is_red_on_the_fake_and_holds_the_least_that_shows_it(
    written: Path, pytester: pytest.Pytester
) -> None:
    text = written.read_text()
    assert "The service: " in text
    assert "Memories(" not in text, "no real number was needed"
    assert not any(word in text for word in ("unique_id", "prompt", "size", "memories-fake-verify"))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", str(written))
    result.assert_outcomes(failed=1)


def test_what_needs_a_real_number_makes_one(tmp_path: Path, pytester: pytest.Pytester) -> None:
    settings = {"parse_seconds": 0, "callbacks": "off", "dialect": {"bearer": "accepted"}}
    with Fake(**settings) as other, other.serve() as server:
        told(server.url, "v1.get_video_caption", tmp_path)
    written = tmp_path / "test_v1_get_video_caption_bearer.py"
    assert "client.upload_url" in written.read_text()
    as_the_service = written.read_text().replace("Fake(parse_seconds=0)", f"Fake(**{settings})")
    written.write_text(as_the_service)
    pytester.runpytest_subprocess("-p", "no:cacheprovider", str(written)).assert_outcomes(passed=1)


def test_written_tests_say_what_was_sent(tmp_path: Path, pytester: pytest.Pytester) -> None:
    """Tests that are written of what the fake itself does are green on it."""
    seen = []
    with Mirror(admits_anyone=True) as mirror:
        for name, parameter, kind in SENT:
            contract = load_catalogue()[name]
            case = case_of(contract, parameter, kind)
            request = mirror.telling.request(case)
            assert request
            outcome = mirror.telling.outcome(contract, request)
            seen.append(Disagreement(case, outcome, outcome, request))
    files = map(str, write_tests(tmp_path, seen))
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", *files)
    result.assert_outcomes(passed=len(SENT))


def test_where_both_answer_alike_nothing_is_written(tmp_path: Path) -> None:
    with Fake(parse_seconds=0, callbacks="off", seed=5) as other, other.serve() as server:
        result = told(server.url, "v1.get_video_caption", tmp_path)
    assert "0 tests were written" in result.output
    assert list(tmp_path.iterdir()) == []
