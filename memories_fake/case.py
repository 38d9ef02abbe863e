"""For those who test with `unittest`: a fake for each test."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, ClassVar

from memories_fake.fake import Fake
from memories_fake.testkit.account import SteeredAccount

KEY = "sk-memories-fake-test"


class MemoriesFakeCase:
    """Put before `unittest.TestCase`: calls to the service's hosts reach `self.memories_fake`.

    `memories_fake_config` holds its settings. A fault that never came fails the test.
    """

    memories_fake_config: ClassVar[dict[str, Any]] = {}

    memories_fake: Fake
    memories_account: SteeredAccount

    def setUp(self) -> None:
        super().setUp()  # type: ignore[misc]
        doors = ExitStack()
        self.addCleanup(doors.close)  # type: ignore[attr-defined]
        self.memories_fake = doors.enter_context(Fake(**self.memories_fake_config))
        self.memories_account = self.memories_fake.account(KEY)
        doors.enter_context(self.memories_fake.activate())

    def tearDown(self) -> None:
        self.memories_fake.insist_on_faults()
        super().tearDown()  # type: ignore[misc]
