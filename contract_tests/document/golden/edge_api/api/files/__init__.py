"""The request builders of ``files``."""
