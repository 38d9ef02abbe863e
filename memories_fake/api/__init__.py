"""Thin handlers, by generation and noun, and the table of all of them."""

from memories_fake.api.serving import Handlers

HANDLERS = Handlers(
    __name__,
    {
        "understand.pictures": (
            "understand.upload_img",
            "understand.upload_img_file",
            "understand.upload_img_file_base64",
        ),
        "understand.videos": (
            "understand.upload",
            "understand.upload_file",
            "understand.upload_sync",
            "understand.upload_file_sync",
        ),
        "v1.captions": ("v1.get_video_caption", "v1.update_video_transcription"),
        "v1.chat": (
            "v1.chat",
            "v1.chat_stream",
            "v1.marketer_chat",
            "v1.marketer_chat_stream",
            "legacy.chat",
        ),
        "v1.folders": (
            "v1.folders",
            "v1.folders_create",
            "v1.folders_delete",
            "v1.folders_move",
            "v1.folders_rename",
            "v1.folders_videos",
            "legacy.get_folder",
        ),
        "v1.images": ("v1.upload_img", "v1.img_list_page"),
        "v1.imports": (
            "v1.scraper",
            "v1.scraper_public",
            "v1.scraper_tag",
            "v1.scraper_tag_public",
            "v1.scraper_url",
            "v1.scraper_url_public",
            "v1.get_video_ids_by_task_id",
        ),
        "v1.library": (
            "v1.list_videos",
            "v1.delete_videos",
            "v1.download",
            "v1.download_by_blob",
            "legacy.list_videos",
            "legacy.delete_videos",
        ),
        "v1.memories": ("v1.memories", "v1.memories_add", "v1.memories_search"),
        "v1.metadata": ("v1.get_metadata", "v1.get_private_video_details", "v1.list_unique_ids"),
        "v1.personal": ("v1.chat_personal", "v1.chat_personal_stream"),
        "v1.public": (
            "v1.get_public_audio_transcription",
            "v1.get_public_video_detail",
            "v1.get_public_video_transcription",
            "v1.search_public",
            "v1.search_public_audio_transcripts",
        ),
        "v1.search": ("v1.search", "v1.search_audio_transcripts", "legacy.search"),
        "v1.sessions": (
            "v1.list_sessions",
            "v1.get_session_detail",
            "legacy.list_sessions",
            "legacy.get_session_detail",
        ),
        "v1.similar": (
            "v1.search_clips_by_image",
            "v1.search_public_similar_images",
            "v1.search_similar_images",
        ),
        "v1.understanding": (
            "v1.generate_summary",
            "v1.get_audio_transcription",
            "v1.get_video_transcription",
            "legacy.generate_summary",
            "legacy.get_audio_transcription",
            "legacy.get_video_transcription",
        ),
        "v1.uploads": ("v1.upload", "v1.upload_url", "legacy.upload", "legacy.upload_url"),
    },
)
