"""What stands in a cassette in the place of a secret: the same for the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from memories_fake.runtime.sealing import Seal

KEY, EMAIL = "key", "email"
PLACEHOLDER = re.compile(r"SCRUBBED-[a-z]+-[0-9a-f]{12}(?:@email\.invalid)?")


class Placeholders:
    """Gives each secret a placeholder. `known` are those that secrets were given before."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._seal = Seal()
        self._given: dict[str, str] = dict(known or {})

    def of(self, secret: str, kind: str = KEY) -> str:
        """The placeholder of a secret; a placeholder stays as it is."""
        if PLACEHOLDER.fullmatch(secret):
            return secret
        called = secret.lower() if kind == EMAIL else secret
        if called not in self._given:
            made = f"SCRUBBED-{kind}-{self._seal.print_of(called)}"
            self._given[called] = f"{made}@email.invalid" if kind == EMAIL else made
        return self._given[called]
