"""What the public saw of lists in earlier months, and what it may see of that now."""
