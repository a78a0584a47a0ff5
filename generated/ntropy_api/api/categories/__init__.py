"""The request builders of ``categories``."""
