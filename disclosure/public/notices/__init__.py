"""What the public sees of notices: in what form, which of them now, and on which pages."""
