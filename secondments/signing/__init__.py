"""Signing in the browser: the acts, the document they are sealed into, and its revisions."""
