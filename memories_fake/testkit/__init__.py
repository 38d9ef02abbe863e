"""One account in a test's hand: its time, what is laid down for it, and what it has done."""
