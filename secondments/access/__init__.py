"""Signing in: passwords, sessions, one-time links, throttles and step-up."""
