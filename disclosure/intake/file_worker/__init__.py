"""Reads one list file in a process of its own: bytes on stdin, JSON lines on stdout.

Started by disclosure/intake/reading.py. Whatever a file does to its parser, a line of 40 MB, a cell at
XFD1048576, a table without end, it does here, where only this process can die of it. It imports nothing of
Django and starts in some hundredths of a second.

Lines: {"sheet": name, "column": offset, "height": rows, …} opens a sheet, with "part": [from, to] where it
is not the whole file, as a share of it; {"at": number, "rows": [[…], …]} follow with the number of their
first row (rows of blanks between them may be left out), {"end": true} closes the file;
{"error": code, "row": …, "column": …, "params": {…}} says why not.

A cell is text, a number, true, or {"fault": code, "value": what it shows} where the cell holds no value.
"""
