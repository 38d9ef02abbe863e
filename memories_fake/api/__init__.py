"""Thin handlers, by generation and noun, and the table of all of them."""

from memories_fake.api.serving import handlers_of
from memories_fake.api.understand import pictures, videos
from memories_fake.api.v1 import (
    captions,
    chat,
    folders,
    images,
    imports,
    library,
    memories,
    metadata,
    personal,
    public,
    search,
    sessions,
    similar,
    understanding,
    uploads,
)

HANDLERS = handlers_of(
    videos,
    pictures,
    imports,
    folders,
    metadata,
    captions,
    images,
    similar,
    memories,
    personal,
    public,
    uploads,
    library,
    search,
    understanding,
    chat,
    sessions,
)
