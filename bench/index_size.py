"""How large an index is, beside the texts that it is made of."""

from django.conf import settings


def said(count: int) -> str:
    """One line: the live index per 1,000 cases, and the texts of such cases in UTF-8."""
    from search.engines.schema import Text
    from search.workbench.case_documents import CASES, ids, read

    documents = read(ids(0, 1_000))
    fields = [each.name for each in CASES.of(Text)]
    texts = sum(len(str(each.values[name] or "").encode()) for each in documents for name in fields)
    return (
        f"  index {_bytes() / count / 1000:.2f} MB per 1,000 cases, "
        f"their texts {texts / len(documents) / 1000:.2f} MB"
    )


def _bytes() -> int:
    from search.engines import current

    index = current.engine()
    return _of_nodes(index) if index.name == "elasticsearch" else _of_file()


def _of_file() -> int:
    """The pages in use: a rebuild leaves free ones for the next."""
    import sqlite3

    connection = sqlite3.connect(settings.SEARCH_INDEX_PATH)
    try:
        asked = ("page_count", "freelist_count", "page_size")
        pages, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked)
        return (pages - free) * size
    finally:
        connection.close()


def _of_nodes(index) -> int:
    """The primary shard as Lucene has it on disk."""
    from search.workbench.case_documents import CASES

    live = index.state(CASES).live
    index.client.indices.flush(index=live)
    return index.client.indices.stats(index=live, metric="store")["_all"]["primaries"]["store"][
        "size_in_bytes"
    ]
