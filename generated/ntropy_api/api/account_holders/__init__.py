"""The request builders of ``account_holders``."""
