"""The command line of the trial."""

import argparse
import os
import random
import sys
from pathlib import Path

from bench import environment


def main(arguments: list[str]) -> int:
    """Run the trial and print what held; 1 where something did not."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with environment.portal("bench.kills.settings"):
        from bench.kills.environment import of_children
        from bench.kills.trial import Trial

        print(f"{environment.machine()}, load {os.getloadavg()[0]:.1f}", flush=True)
        trial = Trial(of_children(), Path(os.environ["DATA_DIR"]) / "processes.log")
        trial.run(options.kills, options.clients, random.Random(options.seed))
        return trial.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
