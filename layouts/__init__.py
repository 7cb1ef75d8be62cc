"""The face for people: pages of the desk."""
