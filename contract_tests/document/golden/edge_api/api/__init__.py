"""One package for each tag, one module for each operation: its request builder."""
