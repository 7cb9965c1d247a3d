"""A made-up city to try everything on: synthetic people, dates relative to today."""

from db.demo.loader import DEFAULT_PEOPLE, DemoRefused, has_demo, is_unfinished, load

__all__ = ["DEFAULT_PEOPLE", "DemoRefused", "has_demo", "is_unfinished", "load"]
