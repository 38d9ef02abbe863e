"""The page for people: it shows what an account has and asked, runs nothing, and tells no key."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
import requests
from calling import Caller

from memories_fake import Fake

KEY = "sk-inspected-secret-0042"
SCRIPT = "https://films.example/x<script>alert('boo')<\\script>.mp4"

HEADLESS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"),
    *("--virtual-time-budget=2500", "--dump-dom"),
)


@pytest.fixture
def caller(memories_fake: Fake) -> Caller:
    return Caller("https://api.memories.ai", memories_fake, key=KEY)


def page(caller: Caller, path: str = "/_fake/") -> str:
    answer = requests.get(f"{caller.base}{path}", timeout=5)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return answer.text


def shown(html: str) -> str:
    """What a person reads, in one line."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def furnish(caller: Caller) -> None:
    account = caller.fake.account(KEY)
    caller.parsed()
    account.outcomes.next(ends="FAIL", cause="no picture")
    caller.parsed("https://films.example/quay.mp4")
    account.outcomes.next(ends="HELD")
    caller.add("https://films.example/night.mp4")
    caller.add("https://films.example/market.mp4", callback="https://me.example/hook")
    account.faults.add(operation="v1.chat", nth=2, code="0429")
    account.chat.reply("A gull.", when="gulls?", times=3)
    account.video("*boat*", shows=[(0, 4, "A mast.")])
    account.speak(failure_word="FAILED")
    caller.post("chat", {"video_nos": ["VI1"], "prompt": "Where?"})


@pytest.mark.memories_fake(unfired="ignore")
def test_it_shows_what_the_account_has_and_asked(caller: Caller) -> None:
    furnish(caller)
    told = shown(page(caller))
    for words in (
        "PARSE harbour_boats VI",
        "FAIL quay VI",
        "no picture",
        "UNPARSE night VI",
        "held",
        "UNPARSE market VI",
        "in 1.0 s",
        "its clock stands",
        "fault operation=v1.chat, nth=2, code=0429 0",
        "outcome ends=FAIL, cause=no picture 1 of 1",
        "reply say=A gull., when=gulls? 0 of 3",
        "film name=*boat*, shows=[index=0, start_seconds=0, end_seconds=4, text=A mast.] 0",
        "dialect failure_word=FAILED",
        "1 planned",
        "4 videos and images, 5 exchanges",
    ):
        assert words in told
    assert re.search(r"#5 [\d.]+ v1.chat \d+ video_nos=\['VI1'\], prompt=Where\?", told)
    assert told.index("#5 ") < told.index("#1 ")


@pytest.mark.memories_fake(unfired="ignore")
def test_it_runs_nothing_that_a_program_has_sent(caller: Caller) -> None:
    account = caller.fake.account(KEY)
    caller.add(SCRIPT)
    account.chat.reply("<script>alert(2)</script>")
    account.faults.add(code="1", message="<img src=x onerror=alert(3)>")
    caller.post("serch<script>", {})
    html = page(caller)
    assert "x<script>alert('boo')" in shown(html)
    assert html.count("<script>") == html.count("</script>") == 1
    assert "<img" not in html
    policy = requests.get(f"{caller.base}/_fake/", timeout=5).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2]


def test_no_key_is_ever_shown(caller: Caller) -> None:
    caller.post("list_videos", {"unique_id": KEY})
    html = page(caller)
    assert KEY not in html
    assert "sk-…42" in html


def test_it_moves_nothing(caller: Caller) -> None:
    caller.add()
    before = caller.fake.account(KEY).export()
    page(caller)
    assert caller.fake.account(KEY).export() == before


def test_one_account_may_be_looked_at_alone(caller: Caller) -> None:
    caller.add("https://films.example/mine.mp4")
    caller.other().add("https://films.example/theirs.mp4")
    both, alone = page(caller), page(caller, f"/_fake?account={caller.fake.account(KEY).name}")
    assert ("mine" in both, "theirs" in both) == (True, True)
    assert ("mine" in alone, "theirs" in alone) == (True, False)
    assert both.index("theirs") < both.index("mine")  # who has asked latest comes first


def test_faults_of_the_whole_server_stand_by_themselves(caller: Caller) -> None:
    assert "For every account" not in page(caller)
    assert "No account has been seen yet" in page(caller)
    caller.fake.faults.add(code="0003", operation="v1.search", scope="server")
    assert "For every account kind words came fault operation=v1.search, code=0003 0" in shown(
        page(caller)
    )
    caller.fake.faults.clear()


def test_a_browser_shows_it_and_follows(caller: Caller, tmp_path: Path) -> None:
    """In a real one, if there is one: the policy lets the page's own script run, and no other."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("there is no chromium here")
    caller.add(SCRIPT)
    with caller.fake.serve() as server:
        run = subprocess.run(
            [browser, *HEADLESS, f"--user-data-dir={tmp_path}", f"{server.url}/_fake/"],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    assert "&lt;script&gt;alert" in run.stdout
    assert "Content Security Policy" not in run.stderr
