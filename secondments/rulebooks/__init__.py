"""The rules of organisations, as their administrators see and change them."""
