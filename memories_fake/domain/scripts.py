"""What a test has laid down for the service to say, by what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memories_fake.runtime.rules import Numbers, Rules

if TYPE_CHECKING:
    from memories_fake.domain.scripted import ChatScript, FilmScript, ScriptsMark, SearchScript


class Scripts:
    """All scripts of an account, by what they are for. A number is of one script only."""

    def __init__(self) -> None:
        numbers = Numbers()
        self.chats: Rules[ChatScript] = Rules(numbers)
        self.searches: Rules[SearchScript] = Rules(numbers)
        self.films: Rules[FilmScript] = Rules(numbers)

    def remove(self, number: int) -> bool:
        """Take one back; False where there is none of that number."""
        return any(rules.remove(number) for rules in self._kinds)

    def clear(self) -> None:
        """Take back all of them."""
        for rules in self._kinds:
            rules.clear()

    def mark(self) -> ScriptsMark:
        """What is laid down now, to come back to."""
        from memories_fake.domain.scripted import ScriptsMark

        return ScriptsMark(self.chats.mark(), self.searches.mark(), self.films.mark())

    def rewind(self, mark: ScriptsMark) -> None:
        """Have laid down again just what was."""
        self.chats.rewind(mark.chats)
        self.searches.rewind(mark.searches)
        self.films.rewind(mark.films)

    @property
    def _kinds(self) -> tuple[Rules[Any], ...]:
        return self.chats, self.searches, self.films
