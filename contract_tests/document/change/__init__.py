"""One day on which the API changes, played on a copy of the project."""
