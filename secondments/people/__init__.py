"""Who: persons, organisations, and the dated roles that join them."""
