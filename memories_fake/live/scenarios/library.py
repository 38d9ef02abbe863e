"""One's own videos: taking them in, listing, reading, searching, downloading, deleting."""

from __future__ import annotations

from functools import partial

from memories_fake.live.calling import file_of
from memories_fake.live.running import Run
from memories_fake.live.samples import PREFIX, Samples
from memories_fake.live.scenarios.telling import (
    Scenario,
    await_parsed,
    delete_in_the_end,
    parsed_film,
)

READS = (
    "v1.get_metadata",
    "v1.get_private_video_details",
    "v1.get_video_transcription",
    "v1.get_audio_transcription",
    "v1.get_video_caption",
)
KINDS = ("BY_VIDEO", "BY_CLIP", "BY_AUDIO", "BY_CAPTION")


def library(run: Run, samples: Samples) -> None:
    """A video is uploaded, read in every way, and searched in every way."""
    number = parsed_film(run, samples)
    here = {"unique_id": run.namespace}
    for name in READS:
        run.need(name, video_no=number, **here)
    for kind in ("TOPIC", "CHAPTER"):
        run.need("v1.generate_summary", video_no=number, type=kind, **here)
    for kind in KINDS:
        run.need("v1.search", search_param="a boat on water", search_type=kind, **here)
    run.need("v1.search_audio_transcripts", query="the", **here)
    run.need("v1.list_unique_ids")
    run.need("v1.download", video_no=number, **here)
    run.call("v1.download_by_blob", bucket="mavi-resource", blob=f"{number}.mp4")
    run.need("v1.update_video_transcription", video_no=number, prompt="Name colours.", **here)
    run.need("v1.delete_videos", video_nos=[number], **here)


def by_address(run: Run, samples: Samples) -> None:
    """A video is taken in by its address."""
    data = run.need("v1.upload_url", url=samples.film_url, unique_id=run.namespace)
    delete_in_the_end(run, data["videoNo"])
    await_parsed(run, data["videoNo"], unique_id=run.namespace)


def legacy(run: Run, samples: Samples) -> None:
    """The same on the older paths, which know no namespaces."""
    film = file_of(f"{PREFIX}.mp4", samples.film())
    number = str(run.need("legacy.upload", {"file": film})["videoNo"])
    run.undo_by(partial(run.call, "legacy.delete_videos", video_nos=[number]))
    other = str(run.need("legacy.upload_url", url=samples.film_url)["videoNo"])
    run.undo_by(partial(run.call, "legacy.delete_videos", video_nos=[other]))
    await_parsed(run, number, by="legacy.list_videos")
    run.need("legacy.search", search_param="a boat", search_type="BY_VIDEO")
    run.need("legacy.get_video_transcription", video_no=number)
    run.need("legacy.get_audio_transcription", video_no=number)
    run.need("legacy.generate_summary", video_no=number, type="TOPIC")
    session = run.need("legacy.chat", video_nos=[number], prompt="What is shown?")["session_id"]
    run.need("legacy.list_sessions", page=1)
    run.need("legacy.get_session_detail", sessionId=session)
    run.need("legacy.get_folder")
    run.need("legacy.delete_videos", video_nos=[number, other])


def folders(run: Run, samples: Samples) -> None:
    """A folder is made, filled, renamed, emptied and deleted."""
    made = run.need("v1.folders_create", name=f"{PREFIX}-{run.namespace[-8:]}")
    folder = made["folder_id"]
    run.undo_by(partial(run.call, "v1.folders_delete", folder_id=folder))
    number = parsed_film(run, samples)
    run.need("v1.folders_rename", folder_id=folder, new_name=f"{PREFIX}-{run.namespace[-6:]}-b")
    run.need("v1.folders_move", folder_id=folder, video_nos=[number])
    run.need("v1.folders_videos", folder_id=folder)
    run.need("v1.folders")
    run.need("v1.folders_move", folder_id=-1, video_nos=[number])
    run.need("v1.folders_delete", folder_id=folder)


SCENARIOS = (
    Scenario(
        "library",
        (
            "v1.upload",
            "v1.list_videos",
            *READS,
            "v1.generate_summary",
            "v1.search",
            "v1.search_audio_transcripts",
            "v1.list_unique_ids",
            "v1.download",
            "v1.download_by_blob",
            "v1.update_video_transcription",
            "v1.delete_videos",
        ),
        library,
        most_calls=300,
        dollars=0.02,
    ),
    Scenario(
        "by address",
        ("v1.upload_url", "v1.list_videos", "v1.delete_videos"),
        by_address,
        most_calls=200,
        dollars=0.02,
    ),
    Scenario(
        "legacy",
        (
            "legacy.upload",
            "legacy.upload_url",
            "legacy.list_videos",
            "legacy.search",
            "legacy.get_video_transcription",
            "legacy.get_audio_transcription",
            "legacy.generate_summary",
            "legacy.chat",
            "legacy.list_sessions",
            "legacy.get_session_detail",
            "legacy.get_folder",
            "legacy.delete_videos",
        ),
        legacy,
        most_calls=300,
        dollars=0.04,
    ),
    Scenario(
        "folders",
        (
            "v1.folders",
            "v1.folders_create",
            "v1.folders_rename",
            "v1.folders_move",
            "v1.folders_videos",
            "v1.folders_delete",
        ),
        folders,
        most_calls=200,
        dollars=0.01,
    ),
)
