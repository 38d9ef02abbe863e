"""What only the journeys' tests need."""

import pytest

pytest.register_assert_rewrite("stories")
