"""The request builders of ``batches``."""
