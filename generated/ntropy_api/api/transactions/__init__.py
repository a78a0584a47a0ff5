"""The request builders of ``transactions``."""
