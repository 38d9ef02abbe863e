"""The hosts that a fake stands in for."""

HOSTS = (
    "api.memories.ai",
    "mavi-backend.memories.ai",
    "security.memories.ai",
    "stream.memories.ai",
)
