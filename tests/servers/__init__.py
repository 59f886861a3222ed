"""Real servers for tests: each module starts one in a temporary folder, on loopback, and stops it by its id.

They use the standard library only, so that ``script/test`` can run them before anything is installed.
"""
