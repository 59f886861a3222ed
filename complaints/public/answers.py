"""What a citizen has answered so far: the content of an encrypted draft, free of HTTP."""

from dataclasses import asdict, dataclass, field, fields

from complaints.enums import ReporterIdentity
from complaints.kinds import kind_of


@dataclass
class FilingAnswers:
    """All answers of one filing. Every value is plain JSON, so that it can be encrypted as one payload.

    ``row`` is the public id of a list row, ``notice`` that of a notice, ``region`` a division code,
    ``matter`` what it is mainly about, ``topic`` the code of a point of it, ``helpful`` answers to what that
    point asks (``intake.topics``), ``reach`` where those sit whom it speaks of, ``units`` primary keys of
    units complained about, ``somebody`` keys of ``complaints.public.somebody``, ``people`` names complained
    about, ``avoid`` primary keys of units that shall not get it, ``done`` the slugs of the steps already
    answered. Of a message into a case that is there, ``first_reader`` is who reads it first, and ``office``
    the primary key of the office that had the case then.
    """

    kind: str = ""
    matter: str = ""
    row: str = ""
    notice: str = ""
    region: str = ""
    reach: str = ""
    title: str = ""
    narrative: str = ""
    topic: str = ""
    helpful: dict[str, str] = field(default_factory=dict)
    units: list[int] = field(default_factory=list)
    somebody: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    avoid: list[int] = field(default_factory=list)
    openness: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""
    id_consent: bool = False
    for_relation: str = ""
    for_name: str = ""
    for_phone: str = ""
    for_consent: str = ""
    for_child: bool = False
    for_guardian: str = ""
    tell_way: str = ""
    tell_address: str = ""
    done: list[str] = field(default_factory=list)
    first_reader: str = ""
    office: int = 0

    @classmethod
    def from_payload(cls, payload: dict) -> "FilingAnswers":
        """Read a stored payload; fields an older release stored and this one dropped are ignored."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in (payload or {}).items() if name in known})

    def as_payload(self) -> dict:
        """Plain JSON for the encrypted field."""
        return asdict(self)

    @property
    def has_words(self) -> bool:
        """Whether anything was written, beyond what is chosen."""
        return any(
            (
                self.title,
                self.narrative,
                self.helpful,
                self.people,
                self.name,
                self.phone,
                self.address,
                self.id_number,
                self.for_name,
                self.for_phone,
                self.tell_address,
            )
        )

    @property
    def is_anonymous(self) -> bool:
        return self.openness == ReporterIdentity.ANONYMOUS

    @property
    def asks_who(self) -> bool:
        """Whether it is asked for who it is about; else only for how high up they sit."""
        return kind_of(self.kind).asks_who

    @property
    def is_for_desks(self) -> bool:
        """Whether a desk may open it, and so may learn who brought it."""
        return kind_of(self.kind).for_desks

    @property
    def asks_matter(self) -> bool:
        """Whether its kind leaves open what it is mainly about, on which depends who gets it first."""
        return kind_of(self.kind).asks_matter

    def mark(self, slug: str) -> None:
        """Remember that the step was answered, also when the answer was "nothing"."""
        if slug not in self.done:
            self.done.append(slug)

    def forget_identity(self) -> None:
        """Drop who it is: an anonymous person's identity is stored nowhere, not even here."""
        self.name = self.phone = self.address = self.id_number = ""
        self.for_relation = self.for_name = self.for_phone = self.for_consent = self.for_guardian = ""
        self.id_consent = self.for_child = False
        self.tell_way = self.tell_address = ""
        if "contact" in self.done:
            self.done.remove("contact")

    def drop_unasked(self) -> None:
        """Remove what a later answer has made out of place, so that nothing hidden is ever filed."""
        if self.is_anonymous:
            self.forget_identity()
        if self.openness != ReporterIdentity.OPEN:
            self.tell_way = self.tell_address = ""  # nobody who may be afraid
        if not self.asks_matter:
            self.matter = ""
            self.topic, self.helpful = "", {}
            if "matter" in self.done:
                self.done.remove("matter")
        if not self.asks_who:
            self.units, self.somebody, self.people = [], [], []
            if "who" in self.done:
                self.done.remove("who")
