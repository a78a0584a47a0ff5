"""The request builders of ``bank_statements``."""
