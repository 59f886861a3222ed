"""The scoreboard: what is kept of the months (``complaints.scoreboard``), as a page, pictures and files."""
