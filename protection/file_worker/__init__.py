"""Opens one stranger's file in a process of its own: bytes on stdin, a line of JSON and bytes on stdout.

Started by protection/bounded.py. Whatever a file does to its decoder, a picture that unpacks to gigabytes, an
archive of 80,000 entries, XML without end, it does here, where only this process can die of it. It imports
nothing of Django and gets neither keys nor settings.

The line: {"refused": code}, or {"kind": ending, "active": [marks], "same": whether the bytes stay as they
came, "unsettled": whether there are tracked changes or comments}; where the bytes do not stay, those to keep
follow the line.
"""
