"""One module for each tag, with its classes."""
