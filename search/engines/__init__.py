"""One interface to an index, and the two engines behind it."""
