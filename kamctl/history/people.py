"""Who wrote a commit: persons of people.yaml by the addresses that commits have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kamctl.gitrepo.commit import Signature


def folded(address: str) -> str:
    """An address in lower case; no letter of another script becomes an ASCII one, as the Kelvin sign would a k."""
    return "".join(
        letter if letter.lower().isascii() and not letter.isascii() else letter.lower() for letter in address
    )


class Authors:
    """Looks persons up by e-mail, whatever its case; an address that several persons have is nobody's."""

    def __init__(self, emails: Mapping[str, Iterable[str]]) -> None:
        """`emails`: the addresses of each person, by id."""
        self._persons: dict[str, str | None] = {}
        for person, addresses in emails.items():
            for address in dict.fromkeys(map(folded, addresses)):
                self._persons[address] = None if address in self._persons else person

    def person(self, signature: Signature) -> str | None:
        """The id of the person with this signature's address; None where nobody, or several, have it."""
        return self.by_email(signature.email)

    def by_email(self, email: str) -> str | None:
        """The id of the person with an address; None where nobody, or several, have it."""
        return self._persons.get(folded(email))

    def key(self, signature: Signature) -> str:
        """What tells one author from another: a person's id, else the address in whatever case, else the name."""
        if person := self.person(signature):
            return person
        return f"<{folded(signature.email)}>" if signature.email else f'"{signature.name}"'
