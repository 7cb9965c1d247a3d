"""The reading engine: an operation compiled once into levels of SELECTs. See docs/reading-engine.md."""
