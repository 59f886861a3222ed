"""Three Elasticsearch nodes under the whole site, each killed once while the index is built anew and once
while it is searched; people file all the while.

    .venv/bin/python -m bench.nodes --clients 8 --cases 4000

It runs on a database and a folder of its own, as ``script/bench`` does, with the nodes that
``tools/elasticsearch-node`` builds. What must hold: every case whose receipt was shown is found by letters
that stand in its story alone, the index says what the database says, and no page of the search is an error.
"""
