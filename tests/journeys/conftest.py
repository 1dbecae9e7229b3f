"""A failed stage says what was expected of it, as a test does."""

import pytest

pytest.register_assert_rewrite("tests.journeys.stages", "tests.journeys.people")
