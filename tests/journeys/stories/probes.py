"""What is asked after a deletion: everything that could still show the film, of both lines.

Whatever is answered, `discretion` looks for its number and its words in it; here it is held
against the model too, which has forgotten the film.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

from stories import (
    readings_of_films,
    readings_of_lists,
    readings_of_public,
    readings_of_searches,
    talking,
)
from stories.model import Film
from stories.story import Home, Story
from stories.world import NO_VIDEO

OF_FILMS = (*readings_of_films.READINGS, readings_of_public.private_films)
OF_HOMES = (*readings_of_lists.READINGS, *readings_of_searches.READINGS)
READINGS = (*OF_FILMS, *OF_HOMES, *readings_of_public.READINGS)


def nothing_is_left(story: Story, homes: Sequence[Home], home: Home, film: Film) -> None:
    """Ask its former owner for everything, and each of the others for something, in turns."""
    turn = len(story.world.gone)
    for read in (*OF_FILMS, *OF_HOMES):
        read(story, home, film, turn)
    for kind in range(1, len(readings_of_searches.MOMENTS)):
        readings_of_searches.moments(story, home, film, turn + kind)
    _talk_about_it(story, home, film)
    others = [other for other in homes if other != home]
    in_turns = islice(cycle((*OF_FILMS, *OF_HOMES)), turn, None)
    for other, read in zip(others, in_turns, strict=False):
        read(story, other, film, turn)


def _talk_about_it(story: Story, home: Home, film: Film) -> None:
    for way in range(len(talking.CHATS)):
        talking.ask_about(story, home, [film], talking.SUMMARY, way=way, called=None)
    for way in range(len(talking.PERSONAL)):
        talking.ask_personally(story, home, talking.SUMMARY, way=way, called=None)
    asked = {"video_no": film.number, "prompt": "Look for boats."}
    assert story.ask(home, "v1.update_video_transcription", **asked).reason == NO_VIDEO
