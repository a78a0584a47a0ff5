"""The request builders of ``reports``."""
