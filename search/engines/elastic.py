"""The Elasticsearch engine: a generation is an index, two aliases say which is live and which is being built.

    portal-cases-1a2b3c4d             alias of the live generation; searches and writes go through it
    portal-cases-1a2b3c4d-building    alias of the generation that a rebuild fills
    portal-cases-1a2b3c4d-20261122…   the generations

Needs only what every Elasticsearch 8 has: no percolator, reindex or scripting. The ``cjk`` analyzer and
filter come with the analysis-common module of a full distribution.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.utils import timezone
from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.engines import elastic_dsl as dsl
from search.engines.engine import EngineError, EngineUnreachable, IndexBroken, IndexMissing, IndexState
from search.engines.schema import Document, Results, Schema, Search

TIMEOUT_SECONDS = 20
SCAN_SIZE = 1000
BULK_SIZE = 500


@cache
def client_of(urls: tuple[str, ...]) -> Elasticsearch:
    """The process's one client of these nodes, whose connections are kept and which any thread may use.

    Each is asked in turn, one that is down is left out for up to half a minute, and what it did not answer is
    asked of the next. It asks no node for the others' addresses, which may be those of a network within.
    """
    return Elasticsearch(
        list(urls), request_timeout=TIMEOUT_SECONDS, max_retries=max(2, len(urls)), retry_on_timeout=False
    )


# A connection must not be shared with a child: it would read the parent's answers.
os.register_at_fork(after_in_child=client_of.cache_clear)


class Elastic:
    """The cluster at ``urls``; ``prefix`` keeps the indexes of several portals (and tests) apart."""

    name = "elasticsearch"

    def __init__(self, urls: tuple[str, ...], prefix: str) -> None:
        self.client = client_of(urls)
        self.prefix = prefix

    # --- searching ------------------------------------------------------------------------------------
    def search(self, schema: Schema, search: Search) -> Results:
        request = dsl.request(schema, search)[search.offset : search.offset + search.limit]
        request = dsl.with_facets(request, search)
        answer = self._ask(schema, request.extra(track_total_hits=True).to_dict())
        facets = {
            facet.field: tuple(
                (bucket["key"], bucket["doc_count"])
                for bucket in answer["aggregations"][facet.field]["values"]["buckets"]
            )
            for facet in search.facets
        }
        hits = answer["hits"]
        return Results(hits["total"]["value"], tuple(int(hit["_id"]) for hit in hits["hits"]), facets)

    def ids(self, schema: Schema, search: Search) -> Iterator[int]:
        body = dsl.request(schema, search).extra(size=SCAN_SIZE, track_total_hits=False).to_dict()
        yield from (int(hit["_id"]) for hit in self._scan(schema, body))

    def digests(self, schema: Schema, after: int, until: int | None) -> dict[int, str]:
        hits = self._scan(schema, dsl.digests(after, until, SCAN_SIZE))
        return {int(hit["_id"]): hit["fields"]["digest"][0] for hit in hits}

    def _scan(self, schema: Schema, body: dict[str, Any]) -> Iterator[Any]:
        while True:
            hits = self._ask(schema, body)["hits"]["hits"]
            yield from hits
            if len(hits) < SCAN_SIZE:
                return
            body["search_after"] = hits[-1]["sort"]

    def _ask(self, schema: Schema, body: dict[str, Any]) -> Any:
        with translate_errors():
            return self.client.search(index=self._alias(schema), **_arguments(body))

    # --- writing --------------------------------------------------------------------------------------
    def write(self, schema: Schema, version: int, documents: Iterable[Document], gone: Iterable[int]) -> None:
        bodies = [(document.id, dsl.body(schema, document)) for document in documents]
        bodies += [(id_, dsl.tombstone(id_)) for id_ in gone]
        # First what is being built, then what is live: were a rebuild to finish between the two, the second
        # write would reach the new index. The other way round, the new one would miss both.
        with translate_errors():
            if self.client.indices.exists_alias(name=self._building(schema)):
                self._bulk(self._building(schema), version, bodies, lenient=True)
            self._bulk(self._alias(schema), version, bodies)

    def fill(self, schema: Schema, generation: str, version: int, documents: Iterable[Document]) -> None:
        bodies = [(document.id, dsl.body(schema, document)) for document in documents]
        with translate_errors():
            # Through the alias, which only this generation has: had another rebuild removed it, a write by
            # its own name would create an index without a mapping.
            if generation not in self._behind(self._building(schema)):
                raise IndexMissing(f"Index {generation} was removed while it was built")
            self._bulk(self._building(schema), version, bodies)

    def _bulk(self, alias: str, version: int, bodies: list[tuple[int, dict]], lenient: bool = False) -> None:
        actions = [
            {
                "_index": alias,
                "version": version,
                "version_type": "external",
                "_id": str(id_),
                "_source": body,
            }
            for id_, body in bodies
        ]
        done = streaming_bulk(
            self.client,
            actions,
            chunk_size=BULK_SIZE,
            raise_on_error=False,
            max_retries=2,
            require_alias=True,
        )
        for ok, item in done:
            result = next(iter(item.values()))
            if ok or result["status"] == 409:  # 409: a newer version is there already
                continue
            if result["status"] == 404:
                if lenient:
                    return
                raise IndexMissing(f"There is no {alias}")
            raise EngineUnreachable(f"{alias}: {result['status']} {result.get('error', {}).get('type', '')}")

    def refresh(self, schema: Schema) -> None:
        with translate_errors():
            self.client.indices.refresh(index=self._alias(schema))

    def state(self, schema: Schema) -> IndexState:
        with translate_errors():
            building = tuple(sorted(self._behind(self._building(schema))))
            live = self._behind(self._alias(schema))
            if not live:
                return IndexState(None, 0, building)
            return IndexState(
                live[0], self.client.count(index=live[0], query=dsl.PRESENT.to_dict())["count"], building
            )

    # --- generations ----------------------------------------------------------------------------------
    def begin(self, schema: Schema) -> str:
        now = timezone.now()
        name = f"{self._alias(schema)}-{now:%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
        with translate_errors():
            self.client.indices.create(index=name, **dsl.index(schema, {self._building(schema): {}}))
        return name

    def adopt(self, schema: Schema, generation: str) -> None:
        alias, building = self._alias(schema), self._building(schema)
        with translate_errors():
            if generation not in self._behind(building):
                raise IndexMissing(f"Index {generation} was removed while it was built")
            self.client.indices.refresh(index=generation)
            actions: list[dict[str, Any]] = [
                {"remove": {"index": former, "alias": alias}} for former in self._behind(alias)
            ]
            actions.append({"remove": {"index": generation, "alias": building}})
            actions.append({"add": {"index": generation, "alias": alias}})
            self.client.indices.update_aliases(actions=actions)
        self.discard(schema)

    def discard(self, schema: Schema, keep: str | None = None) -> int:
        with translate_errors():
            found = self.client.indices.get_alias(
                index=f"{self.prefix}-{schema.name}-*", expand_wildcards="all"
            )
            stale = [
                name
                for name, details in found.body.items()
                if self._alias(schema) not in details["aliases"] and name != keep
            ]
            for name in stale:
                self.client.indices.delete(index=name, ignore_unavailable=True)
            return len(stale)

    def _behind(self, alias: str) -> list[str]:
        try:
            return list(self.client.indices.get_alias(name=alias).body)
        except NotFoundError:
            return []

    def _alias(self, schema: Schema) -> str:
        return f"{self.prefix}-{schema.key}"

    def _building(self, schema: Schema) -> str:
        return f"{self._alias(schema)}-building"


@contextmanager
def translate_errors() -> Iterator[None]:
    """Tell the client's failures in the words of ``engine``; a refused request is our own fault."""
    try:
        yield
    except EngineError:
        raise
    except NotFoundError as error:
        raise IndexMissing(f"Elasticsearch: {error.message}") from error
    except TransportError as error:
        raise EngineUnreachable(f"Elasticsearch: {type(error).__name__}") from error
    except ConflictError as error:
        raise EngineUnreachable(f"Elasticsearch: {error.message}") from error
    except ApiError as error:
        # 503: a cluster that elects a master or starts shards says so for a while, and is whole afterwards.
        if error.status_code in (429, 502, 503, 504):
            raise EngineUnreachable(f"Elasticsearch: {error.status_code} {error.message}") from error
        if error.status_code >= 500:
            raise IndexBroken(f"Elasticsearch: {error.status_code} {error.message}") from error
        raise


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    # ``from`` is a word of Python, so the client takes it with an underscore.
    return {{"from": "from_", "_source": "source"}.get(key, key): value for key, value in body.items()}
