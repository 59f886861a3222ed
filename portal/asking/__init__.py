"""A citizen's question: its words, the place in it, and what answers it."""
