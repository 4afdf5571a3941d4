"""Greets people."""

from importlib.metadata import version

__version__ = version("demo")


def greet(name: str = "world") -> str:
    """Return a greeting for ``name``."""
    return f"Hello, {name}!"
