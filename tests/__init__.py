"""One folder a room; ``journeys/`` for whole loops, ``browser/`` for Chromium, ``servers/`` for servers."""
