"""Pictures: taking them in, finding by them; and captions of pictures and films."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from memories_fake.live.calling import file_of
from memories_fake.live.running import Run
from memories_fake.live.samples import PREFIX, Samples
from memories_fake.live.scenarios.telling import Scenario, parsed_film

ASKED: dict[str, Any] = {
    "user_prompt": "What is shown?",
    "system_prompt": "Answer in one sentence.",
}


def pictures(run: Run, samples: Samples) -> None:
    """A picture is taken in and listed, and moments are found that look like it."""
    number = parsed_film(run, samples)
    here = {"unique_id": run.namespace}
    picture = file_of(f"{PREFIX}.png", samples.picture())
    run.need("v1.upload_img", {"files": picture}, **here)
    run.need("v1.img_list_page", page=1, page_size=20, **here)
    run.need("v1.search", search_param="a slope", search_type="BY_IMAGE", **here)
    run.need("v1.search_similar_images", {"file": picture}, **here)
    clip = {"video_no": number, "prompt": "a slope", **here}
    run.need("v1.search_clips_by_image", {"file": picture}, **clip)


def captions(run: Run, samples: Samples) -> None:
    """The caption host tells what a picture and a film show."""
    picture = samples.picture()
    run.need("understand.upload_img", url="https://www.gstatic.com/webp/gallery/1.jpg", **ASKED)
    run.need("understand.upload_img_file", {"files": file_of("slope.png", picture)}, **ASKED)
    encoded = b64encode(picture).decode()
    run.need(
        "understand.upload_img_file_base64", image_base64=encoded, img_type="image/png", **ASKED
    )
    film = {"files": file_of(f"{PREFIX}.mp4", samples.film())}
    run.need("understand.upload_file_sync", film, **ASKED)
    run.need("understand.upload_sync", video_url=samples.film_url, **ASKED)
    called = {**ASKED, "callback": "https://callbacks.example/verify"}
    run.need("understand.upload", video_url=samples.film_url, **called)
    run.need("understand.upload_file", film, **called)


SCENARIOS = (
    Scenario(
        "pictures",
        (
            "v1.upload_img",
            "v1.img_list_page",
            "v1.search_similar_images",
            "v1.search_clips_by_image",
        ),
        pictures,
        most_calls=200,
        dollars=0.01,
        leaves="an image, which no operation deletes",
    ),
    Scenario(
        "captions",
        (
            "understand.upload_img",
            "understand.upload_img_file",
            "understand.upload_img_file_base64",
            "understand.upload_file_sync",
            "understand.upload_sync",
            "understand.upload",
            "understand.upload_file",
        ),
        captions,
        most_calls=7,
        dollars=0.05,
    ),
)
