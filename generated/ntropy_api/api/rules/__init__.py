"""The request builders of ``rules``."""
