"""A trial by SIGKILL: the server's and the workers' processes die again and again while people file.

    .venv/bin/python -m bench.kills --kills 100 --clients 30
    DATABASE_URL=postgresql://… .venv/bin/python -m bench.kills

It runs on a database and a folder of its own, as ``script/bench`` does. What must hold is in ``proving``.
"""
