"""This project's document beside another OpenAPI file: what differs, and what of it harms users."""
