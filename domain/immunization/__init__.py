"""Immunization: a calendar as data, and the engine that judges doses and plans the next ones by it."""
