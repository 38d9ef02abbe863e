"""Holding the contracts against a service: the live one, the fake, or anybody else's."""
