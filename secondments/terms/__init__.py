"""What the people of a case agree on money: what is charged, at which rates, in which order."""
