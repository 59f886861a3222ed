"""Benchmarks: each times a piece of work and, in the same run, the least that could do it (its floor).

    script/bench [NAME ...] [--sizes 1000,10000,100000] [--repeats 5] [--json FILE]

Nothing here is a test and nothing fails by a clock: a machine is slow or fast, a ratio says what we add.
"""
