"""The table of terms."""
