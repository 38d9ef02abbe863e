"""What the rules choose from: whose home, which line, and a number that decides all the rest."""

from __future__ import annotations

from hypothesis import strategies as st

from stories.story import Home

KEYS = ("sk-story-one-01", "sk-story-two-02", "sk-story-three-3")
NAMESPACES = ("default", "second")
HOMES = tuple(Home(key, namespace) for key in KEYS for namespace in NAMESPACES)

# Most of it happens in few homes, so that things meet there.
homes = st.sampled_from([*HOMES[:1] * 6, *HOMES[1:3] * 2, *HOMES[3:]])
lines = st.sampled_from(["v1", "legacy"])
picks = st.integers(0, 999)
