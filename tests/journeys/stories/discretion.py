"""What no answer may show: other people's films, and films that are gone."""

from __future__ import annotations

from stories.world import World

REPEATS_THE_CALLER = ("chat", "session")  # what he said himself is no secret to him there


def keep_secrets(
    world: World, key: str, namespace: str | None, operation: str, answer: str
) -> None:
    """Fail if the answer shows a number or a word of a film that this caller must not see."""
    text = answer.lower()
    own_words = world.accounts[key].said
    may_repeat = any(part in operation for part in REPEATS_THE_CALLER)
    for film in world.hidden_from(key, namespace):
        for secret in film.secrets():
            if may_repeat and secret in own_words:
                continue
            whose = "deleted" if film in world.gone else "somebody else's"
            assert secret.lower() not in text, f"{operation} shows {secret}, which is {whose}"
