"""The offline kit: everything that set-up would download, in one folder or one file.

A kit holds `kit.json` (manifest.py), the Python packages in `wheels/`, Node among them, and npm's cache in
`npm.zip`. It is made by making.py, found and judged by reading.py, and installed from by using.py.
"""
