"""Updating from the template: two versions are rendered, and git joins them with the project."""
