"""Readers of the document that nobody here wrote: what they are, how they are installed and run."""
