"""A server on a raw socket of loopback that breaks as networks break, and the ways to call it."""

from .plays import BROKEN, ODD, SILENT, read_then, well
from .server import Play, Sent, Server, Wire, answer
from .ways import WAYS, QuickClock, Result, Way

__all__ = [
    "BROKEN",
    "ODD",
    "SILENT",
    "WAYS",
    "Play",
    "QuickClock",
    "Result",
    "Sent",
    "Server",
    "Way",
    "Wire",
    "answer",
    "read_then",
    "well",
]
