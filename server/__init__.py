"""What runs: the application, its settings, its commands. Nothing here decides."""
