"""`python -m memories_fake` is the command line."""

from memories_fake.cli import main

main()
