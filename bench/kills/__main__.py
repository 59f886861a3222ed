"""The command line of the trial."""

import argparse
import os
import random
import sys
from pathlib import Path
from urllib.parse import urlsplit

from bench import environment


def main(arguments: list[str]) -> int:
    """Run the trial and print what held; 1 where something did not."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with environment.portal("bench.kills.settings"):
        from bench.kills.trial import Trial

        print(f"{environment.machine()}, load {os.getloadavg()[0]:.1f}", flush=True)
        trial = Trial(_child_environment(), Path(os.environ["DATA_DIR"]) / "processes.log")
        trial.run(options.kills, options.clients, random.Random(options.seed))
        return trial.report()


def _child_environment() -> dict[str, str]:
    """What the site's processes get: the same folder, and the database that the bench made."""
    from django.db import connection

    env = {**os.environ, "PROXY_COUNT": "1", "LOG_LEVEL": "ERROR"}
    if url := env.get("DATABASE_URL"):
        env["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return env


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
