"""Lists as they were: pages and files of earlier months and days."""
