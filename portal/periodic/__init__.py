"""Work that is done again and again: a table in each room, and who runs what of it when."""
