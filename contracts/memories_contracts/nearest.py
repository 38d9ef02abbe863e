"""For a call that fits no operation: which one it may have meant, and what differs."""

from __future__ import annotations

from memories_contracts.catalogue import Catalogue


def nearest(catalogue: Catalogue, method: str, path: str) -> str:
    """One line: the call, the operation that comes nearest to it, and how it is called."""
    from difflib import SequenceMatcher  # for a call that came to nothing

    called = f"{method} {path}"
    there = {f"{contract.method} {contract.path}": name for name, contract in catalogue.items()}
    likeness = SequenceMatcher(None, b=called)  # what it knows of its second text it keeps

    def nearness(call: str) -> float:
        likeness.set_seq1(call)
        return likeness.ratio()

    meant = max(there, key=nearness)
    return f"no operation at {called}; the nearest is {there[meant]}: {meant}"
