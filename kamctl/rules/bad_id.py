"""An id is short, safe in a file's name on every system, and looks like no other.

Lower-case letters of one script a word, digits, single hyphens between words. A Cyrillic о among Latin letters, a
capital letter or a blank would make two ids of one, and Windows cannot hold a file that is called con.

Bad:

    risks:
      Delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000

Good:

    risks:
      delisting:
        what: Kefir is delisted in the spring review
        probability: 30%
        impact: 4000000
"""

from __future__ import annotations

from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.identifier import LONGEST_ID, id_problem, suggestion
from kamctl.plan.shape import SHORT_NAME, Leaf
from kamctl.plan.source import Source
from kamctl.words import Sentence, say

_REASONS = {
    "empty": "The id is empty.",
    "long": "The id {value} is longer than {most} characters.",
    "upper": "The id {value} has capital letters.",
    "characters": "The id {value} has characters other than letters, digits and hyphens.",
    "hyphen": "The id {value} has a hyphen at an end, or two in a row.",
    "mixed": "The id {value} has letters of two alphabets in one word, which look alike.",
    "reserved": "The name {value} is kept by Windows for itself.",
    "normal": "The id {value} has letters that are stored in two parts, such as и with a breve for й.",
    "suffix": "The name {value} does not end in .yaml, so nobody reads the file.",
}
_OTHER = "{value} is no id."


def word(fault: Fault, source: Source) -> Wording:
    value: str = fault.facts["value"]
    of_file, shape = bool(fault.facts.get("client")), fault.facts.get("shape")
    short_name = isinstance(shape, Leaf) and shape.type == SHORT_NAME
    reason = fault.facts.get("reason") or id_problem(value.lower() if short_name else value)
    message = say(_REASONS.get(reason, _OTHER), value=value, most=LONGEST_ID)
    return Wording(message, _hint(value, reason, of_file, short_name))


def _hint(value: str, reason: str, of_file: bool, short_name: bool) -> Sentence:
    stem = value.rpartition(".")[0] if reason == "suffix" else value
    better = suggestion(stem)
    if of_file and better:
        return say("Call the file {name}.yaml; the client's id is the file's name.", name=better)
    if of_file:
        return say("The client's id is the file's name: lower-case letters, digits and single hyphens.")
    if short_name:
        return say("Write letters, digits and single hyphens, such as A.")
    if better and reason != "normal":
        return say("Write {name}, here and wherever it is referred to.", name=better)
    if reason in ("mixed", "normal"):
        return say("Type it again on one keyboard.")
    return say("Write lower-case letters, digits and single hyphens, such as cold-chain.")


RULE = Rule("bad-id", FORMAT, __doc__, word=word)
