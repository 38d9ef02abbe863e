"""Thin handlers, by generation and noun, and the table of all of them."""

from memories_fake.api.serving import handlers_of
from memories_fake.api.v1 import chat, library, search, sessions, understanding, uploads

HANDLERS = handlers_of(uploads, library, search, understanding, chat, sessions)
