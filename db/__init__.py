"""What is remembered: tables, the queries that a viewer may run, and the one place that commits."""
