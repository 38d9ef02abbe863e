"""Text memories: adding, listing and searching them."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Call, serves
from memories_fake.api.v1 import memory_shapes as shapes
from memories_fake.domain import memories
from memories_fake.domain.memories import Saying
from memories_fake.domain.tokens import count_tokens


@serves("v1.memories_add")
def memories_add(call: Call) -> Any:
    said = [Saying(each["role"], each["content"]) for each in call["memories"]]
    occasion = shapes.occasion(call.parameters)
    with call.library() as library:
        kept = memories.add(library, said, occasion)
    call.usage.tokens = count_tokens(*(each.content for each in said))
    return {"ids": [str(memory.number) for memory in kept], "count": len(kept)}


@serves("v1.memories")
def memories_list(call: Call) -> Any:
    wanted = shapes.wanted(call["filters"])
    with call.library() as library:
        page = memories.page(library, wanted, number=call["page"], size=call["page_size"])
    return shapes.listed(page)


@serves("v1.memories_search")
def memories_search(call: Call) -> Any:
    wanted, paging = shapes.wanted(call["filters"]), (call["page"], call["page_size"])
    with call.library() as library:
        page = memories.search(library, call["query"], wanted, number=paging[0], size=paging[1])
    return shapes.found(page)
