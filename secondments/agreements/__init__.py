"""The agreement: frozen terms, the clause library, and the document assembled from both."""
