"""Staff pages of this room; ``scoped`` is what every region-scoped viewset of the site builds on."""
