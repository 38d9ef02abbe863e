"""What has to be there before something can be refused: a plain request for every operation."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from memories_contracts import Contract
from memories_fake.live.calling import Files, file_of
from memories_fake.live.refusing.spoiling import Request
from memories_fake.live.running import Run
from memories_fake.live.samples import PREFIX, Samples
from memories_fake.live.scenarios.telling import parsed_film

UNTOLD = ("callback", "callback_url")  # nobody is to be called back


@dataclass
class Stage:
    """The things of one account that plain requests are about, each made when it is first asked."""

    run: Run
    samples: Samples
    made: int = field(default=0)

    def plain(self, contract: Contract) -> Request:
        """A request that is as it should be, and to which there is an answer."""
        fields = contract.request_schema["properties"]
        told = contract.examples[0]["request"]
        parameters = {name: value for name, value in told.items() if name not in UNTOLD}
        if "unique_id" in fields:
            parameters["unique_id"] = self.run.namespace
        for name in fields.keys() & _MADE.keys() & parameters.keys():
            parameters[name] = _MADE[name](self, contract)
        return Request(parameters, self._files(contract))

    def anothers(self, name: str, contract: Contract) -> Any:
        """What this account has of that kind: for somebody else to ask for."""
        return _MADE[name](self, contract)

    @cached_property
    def film(self) -> str:
        """The number of a video that is parsed."""
        return parsed_film(self.run, self.samples)

    @cached_property
    def session(self) -> str:
        """A session in which something was asked."""
        asked = {"video_nos": [self.film], "prompt": "What is shown?"}
        told = self.run.need("v1.chat", **asked, unique_id=self.run.namespace)
        return str(told["session_id"])

    @cached_property
    def task(self) -> str:
        """An import."""
        here = {"unique_id": self.run.namespace}
        told = self.run.need("v1.scraper_url", video_urls=[self.samples.post_url], **here)
        return str(told["taskId"])

    @cached_property
    def folder(self) -> int:
        """A folder that stays."""
        return self.new_folder()

    @cached_property
    def post(self) -> str:
        """A video of the public library."""
        told = self.run.need("v1.search_public", search_param="cooking", search_type="BY_VIDEO")
        return str(told[0]["videoNo"]) if told else self.run.stop("the public library has nothing")

    def new_folder(self) -> int:
        """A folder of its own, which is deleted in the end."""
        made: int = self.run.need("v1.folders_create", name=self.new_name())["folder_id"]
        self.run.undo_by(partial(self.run.call, "v1.folders_delete", folder_id=made))
        return made

    def new_film(self) -> str:
        """A video of its own, which need not be parsed. Sweeping clears it away."""
        here = {"unique_id": self.run.namespace}
        return str(self.run.need("v1.upload_url", url=self.samples.film_url, **here)["videoNo"])

    def new_name(self) -> str:
        """A name that no folder has."""
        self.made += 1
        return f"{PREFIX}-{self.run.namespace[-8:]}-{self.made}"

    def _files(self, contract: Contract) -> Files:
        is_picture = "im" in contract.operation.partition("upload")[2] or "image" in contract.name
        name = f"{PREFIX}.{'png' if is_picture else 'mp4'}"
        content = self.samples.picture if is_picture else self.samples.film
        return {part: file_of(name, content()) for part in contract.files}


def _number(stage: Stage, contract: Contract) -> str:
    return stage.post if "public" in contract.name else stage.film


def _numbers(stage: Stage, contract: Contract) -> list[str]:
    """To delete, one that is for nothing else."""
    return [stage.new_film() if contract.operation == "delete_videos" else stage.film]


def _folder(stage: Stage, contract: Contract) -> int:
    return stage.new_folder() if contract.operation == "folders_delete" else stage.folder


def _address(stage: Stage, contract: Contract) -> str:
    is_picture = "img" in contract.operation
    return "https://www.gstatic.com/webp/gallery/1.jpg" if is_picture else stage.samples.film_url


_MADE: dict[str, Callable[[Stage, Contract], Any]] = {
    "video_no": _number,
    "video_nos": _numbers,
    "session_id": lambda stage, contract: "" if "chat" in contract.operation else stage.session,
    "folder_id": _folder,
    "task_id": lambda stage, _: stage.task,
    "blob": lambda stage, _: f"{stage.film}.mp4",
    "name": lambda stage, _: stage.new_name(),
    "new_name": lambda stage, _: stage.new_name(),
    "url": _address,
    "video_url": _address,
    "video_urls": lambda stage, _: [stage.samples.post_url],
    "image_base64": lambda stage, _: b64encode(stage.samples.picture()).decode(),
}
