"""Captions of films: told at once, or to the caller's own address when they are done."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.understand import shapes
from memories_fake.domain import captioning, deliveries, parsing
from memories_fake.domain.captioning import Caption
from memories_fake.domain.deliveries import Notice
from memories_fake.domain.outcomes import decided
from memories_fake.domain.parsing import Wishes
from memories_fake.domain.records import NEVER_MS
from memories_fake.domain.refusals import ParameterInvalid
from memories_fake.domain.videos import NewVideo


@serves("understand.upload")
def upload(call: Call) -> Any:
    return _promised(call, _linked(call))


@serves("understand.upload_file")
def upload_file(call: Call) -> Any:
    return _promised(call, _sent(call))


@serves("understand.upload_sync")
def upload_sync(call: Call) -> Any:
    return shapes.answered(_caption(call, _linked(call), "video_url"))


@serves("understand.upload_file_sync")
def upload_file_sync(call: Call) -> Any:
    return shapes.answered(_caption(call, _sent(call), "files"))


def _linked(call: Call) -> NewVideo:
    source = call.receiver.fetched(call["video_url"])
    if source:
        return parsing.plan_file(source, call.chance, _wishes(call))
    return parsing.plan_address(call["video_url"], call.chance, _wishes(call))


def _sent(call: Call) -> NewVideo:
    return parsing.plan_file(call.receiver.uploaded("files"), call.chance, _wishes(call))


def _wishes(call: Call) -> Wishes:
    return Wishes(takes_seconds=call.parse_seconds, prompt=call["user_prompt"])


def _caption(call: Call, plan: NewVideo, field: str) -> Caption:
    if plan.cause:
        raise ParameterInvalid(field, "it is no video")
    return captioning.caption_film(plan, shapes.asked(call), call.chance)


def _promised(call: Call, plan: NewVideo) -> Any:
    with call.library() as library:
        task = captioning.task_name(library)
        plan = decided(plan, library.decide)
        # Nobody can look at a caption before it is told, so looks are not waited for.
        is_held = plan.held and not plan.polls_left
        due_at_ms = NEVER_MS if is_held else library.now_ms + round(plan.takes_seconds * 1000)
        notice = Notice(_callback(call, plan, task), due_at_ms, task)
        deliveries.schedule(library, call.get("callback"), [notice])
    return {"task_id": task}


def _callback(call: Call, plan: NewVideo, task: str) -> shapes.Wire:
    if plan.cause:
        return {"status": -1, "task_id": task, "data": shapes.told(Caption(plan.cause, 0, 0))}
    told = shapes.told(captioning.caption_film(plan, shapes.asked(call), call.chance))
    return {"status": 0, "task_id": task, "data": told}
