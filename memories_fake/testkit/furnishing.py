"""What a new account begins with: nothing, the demo world, or an account that was exported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memories_fake.runtime.accounts import Account
from memories_fake.services import DEFAULT_NAMESPACE, Furnish, Services, leave_empty
from memories_fake.settings import World

if TYPE_CHECKING:
    from memories_fake.testkit.documents import Document

DEMO = "demo"


def furnisher(world: World | None) -> Furnish:
    """How to furnish new accounts: `demo`, a file with an exported account, or such a document.

    Raises ValueError for what is none of these.
    """
    if world is None:
        return leave_empty
    if world == DEMO:
        return _furnish_with_samples
    from memories_fake.testkit import documents

    document = documents.parse(world if isinstance(world, Mapping) else _contents(Path(world)))
    return partial(_furnish, document)


def _furnish_with_samples(services: Services, account: Account) -> None:
    from memories_fake.domain import populating

    with services.library(account, DEFAULT_NAMESPACE) as library:
        populating.populate(library)


def _furnish(document: Document, services: Services, account: Account) -> None:
    from memories_fake.testkit import documents

    documents.begin_with(services, account, document)


def _contents(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ValueError(f"no world {str(path)!r}: there is demo, and no such file") from error
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is no exported account: {error}") from error
