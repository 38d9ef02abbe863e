"""Subtitle files become lines of plain speech, and broken ones say where they break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memories_fake.runtime.media import Line
from memories_fake.runtime.subtitles import plain_text, read_subtitles

SRT = """1
00:00:01,000 --> 00:00:02,500
The kettle is on.

2
01:02:03,040 --> 01:02:05,000
Two cups,
no sugar.
"""

VTT = """WEBVTT - a kitchen
Kind: captions

STYLE
::cue { color: white }

NOTE nobody says this

opening
00:01.000 --> 00:02.500 align:start position:10%
<v Ada>The <b>kettle</b> is on.

01:02:03.040 --> 01:02:05.000
<c.loud>Two cups,</c>
no <00:04.000>sugar &amp; no milk.
"""


def test_a_srt_file_becomes_lines() -> None:
    assert read_subtitles(SRT) == (
        Line(1.0, 2.5, "The kettle is on."),
        Line(3723.04, 3725.0, "Two cups, no sugar."),
    )


def test_a_vtt_file_becomes_lines_without_what_is_not_said() -> None:
    assert read_subtitles(VTT) == (
        Line(1.0, 2.5, "The kettle is on."),
        Line(3723.04, 3725.0, "Two cups, no sugar & no milk."),
    )


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("text", [SRT, VTT])
def test_byte_order_marks_and_newlines_of_any_kind_do_not_matter(text: str, newline: str) -> None:
    assert read_subtitles("\ufeff" + text.replace("\n", newline)) == read_subtitles(text)


def test_lines_come_in_the_order_of_their_start() -> None:
    text = "00:09.000 --> 00:10.000\nlater\n\n00:01.000 --> 00:02.000\nsooner\n"
    assert [line.text for line in read_subtitles(text)] == ["sooner", "later"]


def test_places_on_the_screen_and_styles_of_srt_are_not_speech() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\n{\\an8}<font color=red>Up here</font>\n"
    assert read_subtitles(text) == (Line(1.0, 2.0, "Up here"),)


def test_cues_that_say_nothing_are_left_out() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n\n2\n00:00:03,000 --> 00:00:04,000\n\n"
    assert read_subtitles(text) == ()


def test_a_cue_may_bear_a_name_that_means_something_elsewhere() -> None:
    text = "WEBVTT\n\nNOTE 1\n00:01.000 --> 00:02.000\nsaid all the same\n"
    assert [line.text for line in read_subtitles(text)] == ["said all the same"]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "WEBVTT\n"])
def test_a_file_without_cues_has_no_lines(text: str) -> None:
    assert read_subtitles(text) == ()


@pytest.mark.parametrize(
    ("text", "number", "complaint"),
    [
        ("Dear diary,\n", 1, "expected a time range"),
        ("1\n00:00:01,000 --> 00:00:02,000\nfine\n\n2\nlost\n", 6, "expected a time range"),
        ("1\n00:00:01,000 --> soon\nhm\n", 2, "'soon' is no time"),
        ("1\n00:61:01,000 --> 00:62:00,000\nhm\n", 2, "is no time"),
        ("1\n00:00:01,000 -->\nhm\n", 2, "'' is no time"),
        ("1\n00:00:03,000 --> 00:00:02,000\nhm\n", 2, "ends before it starts"),
        ("00:01.000 --> 00:02.000\na\n00:02.000 --> 00:03.000\nb\n", 3, "an empty line"),
    ],
)
def test_a_broken_file_says_where(text: str, number: int, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^line {number}: .*{complaint}"):
        read_subtitles(text)


def test_signs_that_are_no_markup_stay() -> None:
    assert plain_text("1 < 2, 3 > 2, {sighs} I <3 tea &lt;b&gt;") == (
        "1 < 2, 3 > 2, {sighs} I <3 tea <b>"
    )


@given(st.text(alphabet="WEBVT 019:.,->\n\r\ufeff<b/{\\}&;"))
def test_any_text_is_lines_or_an_error_with_a_line_number(text: str) -> None:
    try:
        lines = read_subtitles(text)
    except ValueError as error:
        assert str(error).startswith("line ")  # noqa: PT017
    else:
        assert all(line.start_seconds <= line.end_seconds for line in lines)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**7),
            st.integers(0, 10**5),
            st.from_regex(r"[a-z]+( [a-z]+)?", fullmatch=True),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_again(cues: list[tuple[int, int, str]]) -> None:
    def stamp(ms: int) -> str:
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    text = "\n\n".join(f"{stamp(at)} --> {stamp(at + takes)}\n{said}" for at, takes, said in cues)
    written = sorted(Line(at / 1000, (at + takes) / 1000, said) for at, takes, said in cues)
    assert read_subtitles(text) == tuple(written)
