"""The request builders of ``webhooks``."""
