"""Servers: starting and keeping them, their ports, and who else holds one."""
