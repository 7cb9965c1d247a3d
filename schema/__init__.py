"""What clients see: declarations, no logic."""
