"""Tables of organisations, of their contact persons, and of whom they asked to join."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from meedoen.accounts.models import Account
from meedoen.core.database import Base, Moment, word
from meedoen.organisations.rules import Details, next_step, written_number
from meedoen.organisations.terms import NextStep, OrganisationKind, OrganisationStatus
from meedoen.places.models import Municipality
from meedoen.places.rules import plain


class Organisation(Base):
    """Who publishes offers. Its municipality, or the agency that serves it, verifies it."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(
            "(verified_at IS NULL) = (verified_by_id IS NULL)", name="verified_by_and_at"
        ),
        CheckConstraint(
            "enterprise_number IS NULL OR kind != 'de_facto'", name="de_facto_has_no_number"
        ),
        Index(
            "uq_organisations_enterprise_number",
            "enterprise_number",
            unique=True,
            sqlite_where=text("status != 'refused'"),
            postgresql_where=text("status != 'refused'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    plain_name: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The name as it is looked up while somebody types: see `places.rules.plain`."""
    kind: Mapped[OrganisationKind] = mapped_column(word(OrganisationKind))
    enterprise_number: Mapped[str | None] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str | None] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    nis: Mapped[str] = mapped_column(ForeignKey("municipalities.nis"), index=True)
    status: Mapped[OrganisationStatus] = mapped_column(
        word(OrganisationStatus), default=OrganisationStatus.NEW
    )
    status_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    request_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """The form that registered it, so that a form sent twice registers once."""
    version: Mapped[int] = mapped_column(default=1)

    municipality: Mapped[Municipality] = relationship()
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Contact.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @validates("name")
    def keep_plain_name(self, key: str, name: str) -> str:
        """Let the name that is looked up follow the name that is shown."""
        self.plain_name = plain(name)
        return name

    @property
    def organisation_id(self) -> int:
        """Its own id, so that permissions ask the same of it as of its offers."""
        return self.id

    @property
    def home(self) -> Municipality:
        """The municipality that verifies it and reviews its offers."""
        return self.municipality

    @property
    def active_contacts(self) -> list["Contact"]:
        """The contact persons who still do the work."""
        return [contact for contact in self.contacts if contact.active]

    @property
    def retired_contacts(self) -> list["Contact"]:
        """The contact persons who stopped."""
        return [contact for contact in self.contacts if not contact.active]

    @property
    def next_step(self) -> NextStep:
        """What it can best do now."""
        return next_step(self.status, active_contacts=len(self.active_contacts))

    @property
    def written_number(self) -> str:
        """Its enterprise number as the register writes it, empty where it has none."""
        return written_number(self.enterprise_number) if self.enterprise_number else ""

    @property
    def details(self) -> Details:
        """What it says of itself."""
        return Details(
            name=self.name,
            kind=self.kind,
            nis=self.nis,
            enterprise_number=self.enterprise_number,
            about=self.about,
            website=self.website,
            email=self.email,
            phone=self.phone,
        )


class Contact(Base):
    """Contactpersoon: meets newcomers at the activity and may confirm their hours by link."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    whatsapp: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship(back_populates="contacts")


class Invitation(Base):
    """Somebody was asked to become a member, and has not answered yet; an answer removes the row.

    `name` and `email` are what the organisation typed: it learns nothing about the account.
    """

    __tablename__ = "organisation_invitations"
    __table_args__ = (UniqueConstraint("organisation_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    invited_at: Mapped[datetime] = mapped_column(Moment)

    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account] = relationship()
