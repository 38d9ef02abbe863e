"""Cassettes: what a program and a service said to each other, without secrets, to be told again."""

from memories_fake.live.recording.doors import Mode, recording, replaying
from memories_fake.live.recording.warning import CassetteExpired, CassetteWarning, NeverEnded

__all__ = ["CassetteExpired", "CassetteWarning", "Mode", "NeverEnded", "recording", "replaying"]
