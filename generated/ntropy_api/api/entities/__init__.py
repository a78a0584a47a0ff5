"""The request builders of ``entities``."""
