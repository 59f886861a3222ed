"""One question first, where very many forms, or wrong receipts, come from the visitor's network."""

from django.shortcuts import redirect, render

from complaints.public import captcha, crowding
from protection.clients import client_network

#: In the session: a question was answered, and no form was begun with it yet.
ANSWERED = "complaints.answered"
FIELDS = ("captcha_key", "captcha_answer", "another", "csrfmiddlewaretoken")


def network_of(request) -> str:
    """Where the visitor comes from, as far as limits count it."""
    return client_network(request)


def origin_of(request) -> crowding.Origin:
    """What a form of this visitor keeps of that."""
    return crowding.stranger(network_of(request))


def asked(request, seconds: int, **context):
    """The page that asks, or the way back to the page that was wanted; None when nothing is to be asked.

    The answer has to take at least ``seconds``; 0 asks for none. What was sent with it is kept in the page
    and comes again with the answer. Whoever answered is asked no more until ``use`` begins a form with that.
    """
    if not seconds or ANSWERED in request.session:
        return None
    kept = [(name, value) for name, values in request.POST.lists() if name not in FIELDS for value in values]
    key, typed = request.POST.get("captcha_key", ""), request.POST.get("captcha_answer", "")
    kind, challenge = request.POST.get("another", ""), None
    if key and not kind:
        kind = captcha.challenge_kind(key)
        try:
            if captcha.passes(key, typed, seconds):
                request.session[ANSWERED] = True
                return None if kept else redirect(request.get_full_path())
            context["wrong"] = True
        except captcha.TooSoon as soon:
            challenge = captcha.again(key)
            context |= {"wait": soon.seconds, "typed": typed}
    context |= {"challenge": challenge or captcha.ask(kind), "kept": kept}
    return render(request, "complaints/public/question.html", context)


def use(request) -> bool:
    """Whether a question was answered; the next form needs another one."""
    return request.session.pop(ANSWERED, False)
