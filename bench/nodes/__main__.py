"""The command line of the trial."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench import environment
from bench.nodes.cluster import Cluster


def main(arguments: list[str]) -> int:
    """Run the trial and print what held; 1 where something did not."""
    parser = argparse.ArgumentParser(prog="python -m bench.nodes", description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--cases", type=int, default=4_000, help="in the index before (4000)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nodes-") as folder:
        cluster = Cluster(Path(folder))
        try:
            cluster.start()
            with environment.portal("bench.kills.settings"):
                return _trial(cluster, Path(folder), options)
        finally:
            cluster.stop()


def _trial(cluster: Cluster, folder: Path, options: argparse.Namespace) -> int:
    from django.test.utils import override_settings

    from bench.kills.environment import of_children
    from bench.nodes.trial import Trial

    print(f"{environment.machine()}, load {os.getloadavg()[0]:.1f}", flush=True)
    urls = ",".join(cluster.urls)
    with override_settings(SEARCH_URL=urls):
        trial = Trial(cluster, {**of_children(), "SEARCH_URL": urls}, folder / "processes.log")
        trial.run(options.clients, options.cases)
        return trial.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
