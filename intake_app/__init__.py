"""Intake Desk: the core library. It knows nothing of windows; ``ui`` is built on top of it."""

__version__ = "0.1.0"
