"""The public library: searching it, and reading what is known of a post."""

from __future__ import annotations

from memories_fake.live.calling import file_of
from memories_fake.live.running import Run
from memories_fake.live.samples import PREFIX, Samples
from memories_fake.live.scenarios.telling import Scenario

READS = (
    "v1.get_public_video_detail",
    "v1.get_public_video_transcription",
    "v1.get_public_audio_transcription",
)


def public(run: Run, samples: Samples) -> None:
    """Posts are found, by words and by a picture, and the first is read."""
    found = run.need("v1.search_public", search_param="cooking pasta", search_type="BY_VIDEO")
    if not found:
        run.stop("the public library has nothing on cooking")
    for name in READS:
        run.need(name, video_no=found[0]["videoNo"])
    run.need("v1.search_public_audio_transcripts", query="the")
    picture = file_of(f"{PREFIX}.png", samples.picture())
    run.need("v1.search_public_similar_images", {"file": picture}, type="TIKTOK")


SCENARIOS = (
    Scenario(
        "public library",
        (
            "v1.search_public",
            *READS,
            "v1.search_public_audio_transcripts",
            "v1.search_public_similar_images",
        ),
        public,
        most_calls=6,
        dollars=0.001,
    ),
)
