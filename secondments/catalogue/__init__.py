"""What an agreement may say: its parameters, the usual position on each, its limits."""
