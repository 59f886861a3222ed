"""Cases that another system took in, brought here by a file (docs/decisions/0073)."""
