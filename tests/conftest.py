"""Settings of all tests: properties try the same inputs in every run, save in `make fuzz`, which looks for new ones."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("fuzz", max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("KAMCTL_TEST_PROFILE", "steady"))

# In the background of a shell ^C is ignored, and every program started there would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
