"""What a release breaks for those who import `ntropy_client`, and which version number it needs."""
