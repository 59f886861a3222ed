"""How an index is kept like the database: outbox, rebuilding, checking."""
