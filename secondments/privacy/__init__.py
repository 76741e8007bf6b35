"""What is kept about people: the map of it, and a copy for each of their own."""
