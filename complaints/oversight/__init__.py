"""Who of the staff looked at what, for their superiors."""
