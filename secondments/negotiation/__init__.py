"""The table at which the two sides settle the terms: offers, conditions of their own, versions."""
