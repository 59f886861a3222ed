"""What a process that reads somebody's file may use. It is imported where nothing of the site is."""

import resource


def limit_resources(memory: int, seconds: int, *, for_good: bool) -> None:
    """Let this process, and only this one, die of a file that asks for too much; it writes no files.

    ``memory`` in bytes, ``seconds`` of computing; ``for_good``: it could not raise them again itself.
    """
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most if for_good else hard))
