"""Asking the screen, and an index that does not answer."""

URL = "/staff/search/cases/"


def search(client, text, address=""):
    """Type ``text`` and follow to the page that shows what was found."""
    answer = client.post(URL + address, {"q": text})
    assert answer.status_code == 302
    return client.get(answer.url), answer.url


def shown(response):
    return [hit.case.title for hit in response.context["answer"].hits]


def broken(error):
    class Broken:
        name = "broken"

        def __getattr__(self, _name):
            def fail(*arguments, **options):
                raise error("detail for the log")

            return fail

    return Broken
