"""Drift: what the contracts say, what a service answers and what the fake answers, side by side."""
