"""What the public sees of lists, and in what form."""
