"""The features of this project. A feature is a folder here and a line below.

The line is the name of the folder; `blueprint` in its routes.py answers under /api.
"""

features: list[str] = [
    # One name a line.
]

# These are left out in production.
development_features: list[str] = [
    # One name a line.
    "environment",
]
