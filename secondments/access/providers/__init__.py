"""Signing in with the OpenID Connect provider of one's organisation."""
