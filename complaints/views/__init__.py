"""The staff site's views of cases; the citizen's are in ``complaints.public.views``."""
