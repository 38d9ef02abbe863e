"""All that an account holds, looked at from inside, down to the last field."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from deeds import Owner

from memories_fake.store.rows import OF_ACCOUNTS

# How a thing works, not what it holds. Of a mint, its mark tells what is still of use.
NOT_HELD = {
    "_lock",
    "_listeners",
    "_anchor_ns",
    "chance",
    "_chance",
    "_clock",
    "_sequences",
    "_rewinds",
}


def held(owner: Owner) -> dict[str, Any]:
    """The rows as the database has them, the bytes of the files, and every field of the rest."""
    services, account = owner.fake.services, owner.fake.services.accounts.of(owner.key)
    with services.store.transaction() as connection:
        rows = {
            table: connection.exec_driver_sql(
                f"SELECT * FROM {table} WHERE account = '{account.name}'"
            ).all()
            for table in map(str, OF_ACCOUNTS)
        }
    return {
        "rows": {table: sorted(map(repr, found)) for table, found in rows.items()},
        "files": {n: path.read_bytes() for n, path in services.shelf.files(account.name).items()},
        "clock": unfolded(account.clock),
        "ids": (unfolded(account.ids), account.ids.mark()),
        "steering": unfolded(services.steering(account)),
        "limits": services.limits.mark(account.name),
        "credits": services.credits.spent(account.name),
        "journal": services.journal.of(account.name),
    }


def unfolded(value: Any) -> Any:
    """A thing as dicts, lists and scalars, whatever it is made of."""
    if isinstance(value, Mapping):
        return {str(name): unfolded(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, deque)):
        return [unfolded(item) for item in value]
    names = [each.name for each in fields(value)] if is_dataclass(value) else vars_of(value)
    if names is None:
        return value
    return {name: unfolded(getattr(value, name)) for name in names if name not in NOT_HELD}


def vars_of(value: Any) -> list[str] | None:
    """The attributes of one of our own things; None of anything else."""
    is_ours = type(value).__module__.startswith("memories_fake") and hasattr(value, "__dict__")
    return list(vars(value)) if is_ours and not isinstance(value, str) else None
