"""Which engine answers on this site."""

from django.conf import settings

from search.engines.engine import Engine


def engine() -> Engine:
    """The engine that the settings name: SEARCH_URL empty or ``embedded:``, or addresses of Elasticsearch,
    with commas between those of several nodes of one cluster.
    """
    # Imported here, so that a site with the embedded index never loads the Elasticsearch client.
    urls = tuple(url.strip() for url in settings.SEARCH_URL.split(",") if url.strip())
    if urls in ((), ("embedded:",)):
        from search.engines.embedded import Embedded

        return Embedded(settings.SEARCH_INDEX_PATH)
    if all(url.startswith(("http://", "https://")) for url in urls):
        from search.engines.elastic import Elastic

        return Elastic(urls, settings.SEARCH_PREFIX)
    raise ValueError("SEARCH_URL is empty, embedded: or http addresses with commas between")
