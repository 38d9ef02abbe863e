"""Whether a service refuses what it is known to refuse: one thing wrong at a time, everywhere."""
