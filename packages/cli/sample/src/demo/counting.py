"""Looks at greetings."""


def count_words(greeting: str) -> int:
    """Return how many words ``greeting`` has."""
    return len(greeting.split())
