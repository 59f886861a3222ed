"""How cases went, month by month, for everybody: counted once, kept, and shown without the few."""
