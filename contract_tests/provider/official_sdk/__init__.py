"""The official SDK, in an environment of its own, does its work against the sandbox over loopback HTTP."""
