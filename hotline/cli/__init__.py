"""The ``hotline`` command: a module for each group of commands."""
