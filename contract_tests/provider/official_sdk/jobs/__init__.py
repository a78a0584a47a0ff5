"""Jobs that the official SDK does against a server, run by the interpreter of the peers.

What users of that SDK rely on is told as plain data and judged elsewhere. Nothing of this project is imported.
"""
