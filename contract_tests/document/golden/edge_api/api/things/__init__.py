"""The request builders of ``things``."""
