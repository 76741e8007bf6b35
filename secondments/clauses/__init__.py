"""The clause texts as administrators write, review and compare them."""
