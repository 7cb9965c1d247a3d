"""A made-up city to try everything on: synthetic people, dates relative to today."""
