"""What is in the videos: moments found by a search, transcripts, summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

from memories_client.caller import Caller, insist_known, listed
from memories_client.errors import Fate
from memories_client.healing import mapping
from memories_client.results import SearchHit, Summary, Transcript


class SearchFilters(TypedDict, total=False):
    """What a search may be narrowed to, in the service's own words; None does not narrow it."""

    tag: str | None
    camera_tag: str | None
    datetime_taken: str | None  # YYYY-MM-DD HH:MM:SS: taken then or later
    latitude: float | None  # only with a longitude: taken nearby
    longitude: float | None
    folder_id: int | None  # looks at the whole account where no namespace is set


class Understanding(Caller):
    """The operations that look into videos."""

    def search(
        self,
        query: str,
        search_type: str = "BY_VIDEO",
        *,
        top_k: int | None = None,
        filtering_level: str | None = None,
        video_nos: str | Sequence[str] | None = None,
        **filters: Unpack[SearchFilters],
    ) -> list[SearchHit]:
        """Moments that fit the words, in the service's order.

        `search_type` is BY_VIDEO, BY_CLIP, BY_AUDIO, BY_IMAGE or BY_CAPTION; `filtering_level`
        low, medium or high.
        """
        insist_known(filters, SearchFilters, of="a search")
        call = self._told(
            "search",
            search_param=query,
            search_type=search_type,
            top_k=top_k,
            filtering_level=filtering_level,
            video_nos=None if video_nos is None else listed(video_nos),
            **filters,
        )
        data = self._transport.data(replace(call, repeat_after=Fate.LOST))
        # Images come as a page, everything else as a bare list.
        return list(SearchHit.heal_all(mapping(data).get("item", data)))

    def get_video_transcription(self, video_no: str) -> Transcript:
        """What the film shows, segment by segment."""
        return self._transcript("get_video_transcription", video_no)

    def get_audio_transcription(self, video_no: str) -> Transcript:
        """What is said in the film; a film without speech has none `available`."""
        return self._transcript("get_audio_transcription", video_no)

    def generate_summary(self, video_no: str, type: str = "TOPIC") -> Summary:  # noqa: A002
        """The film in short, with its topics (TOPIC) or its chapters (CHAPTER)."""
        call = self._asked("generate_summary", video_no=video_no, type=type)
        return Summary.heal(self._transport.record(call))

    def _transcript(self, operation: str, video_no: str) -> Transcript:
        data = self._transport.data(self._asked(operation, video_no=video_no))
        return Transcript.heal({"videoNo": video_no, **mapping(data)})
