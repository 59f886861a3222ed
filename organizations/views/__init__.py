"""Staff pages that are no viewsets."""
