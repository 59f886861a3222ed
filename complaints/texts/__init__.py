"""What somebody wrote, read for whom and what it means; the words are tables in data/words."""
