"""A file that is not YAML cannot be read, so nothing in it counts.

Most often it is a blank too many or too few at the start of a line, a tab, a quotation mark or bracket that is
never closed, or a value with a colon and a blank in it, which needs quotes. The place is where the reader could
not go on; the slip may stand a line above it.

Bad:

    risks:
      delisting:
        what: Spring review: kefir is delisted
        probability: 30%
        impact: 4000000

Good:

    risks:
      delisting:
        what: "Spring review: kefir is delisted"
        probability: 30%
        impact: 4000000
"""

from __future__ import annotations

import re

from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import Sentence, say

_INDENT = "Things of one level begin in the same column; use blanks, never tabs."
_NAMES = "Names of one level begin in the same column, each with a colon and a blank behind it."

# The reader's words, what they mean to people, and what most often mends it; the first that fits is used.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    ("found a tab character", "A tab stands where blanks belong.", "Indent with blanks; no tabs."),
    ("mapping values are not allowed", "This line does not fit what stands above it.", _NAMES),
    (
        "block sequence entries are not allowed",
        "A list cannot begin here.",
        "Begin it on a line of its own, each thing behind a dash and a blank, or write [first, second].",
    ),
    ("mapping keys are not allowed", "A name cannot stand here.", _INDENT),
    (
        "found unknown escape character",
        "The backslash does not go with what follows it.",
        "Write \\\\ for a backslash.",
    ),
    ("hexdecimal number", "The backslash does not go with what follows it.", "Write \\\\ for a backslash."),
    (
        "invalid unicode character",
        "The backslash spells a character that does not exist.",
        "Write the character itself.",
    ),
    ("unknown directive", "A line cannot begin with %.", "Put a value that begins with % in quotes."),
    (
        "could not find expected ':'",
        "A colon is missing behind a name.",
        "Write name: value, each on a line of its own.",
    ),
    ("did not find expected '-' indicator", "A dash is missing before a thing of a list.", _INDENT),
    ("did not find expected key", "This line does not fit what stands above it.", _INDENT),
    (
        "did not find expected alphabetic or numeric",
        "A value begins with & or *, which YAML keeps for itself.",
        "Put the value in quotes.",
    ),
    ("tag", "A value begins with !, which YAML keeps for itself.", "Put the value in quotes."),
    (
        "block scalar",
        "A value begins with > or |, which YAML keeps for itself.",
        "Put the value in quotes, or begin the text on the next line.",
    ),
    ("did not find expected node content", "A value is missing here.", "Write the value, or put its commas in quotes."),
    ("did not find expected <document start>", "Text stands behind the end of the file's content.", _INDENT),
    ("control characters are not allowed", "There is a character here that no text may have.", "Take it out."),
)
_ANY = ("", "The file is not YAML from here on.", _INDENT)

_NAME = re.compile(r":[ \t]")
_OPENED = re.compile(r"did not find expected ',' or '[\]}]'")


def word(fault: Fault, source: Source) -> Wording:
    facts = fault.facts
    if facts.get("kind") == "conflict":
        message = say("There is an unresolved merge conflict here.")
        return Wording(message, say("Keep what is right and take out the lines with <<<<<<<, ======= and >>>>>>>."))
    return _start_of_token(fault) or _never_closed(fault, source) or _needs_quotes(fault, source) or _any_other(fault)


def _start_of_token(fault: Fault) -> Wording | None:
    """A character that no value may begin with."""
    if "cannot start any token" not in fault.facts["problem"]:
        return None
    character = fault.facts["character"]
    if character == "\t":
        return Wording(say("A tab stands where blanks belong."), say("Indent with blanks; no tabs."))
    message = say("No value may begin with {character}.", character=character)
    return Wording(message, say("Put the value in quotes."))


def _never_closed(fault: Fault, source: Source) -> Wording | None:
    """A quotation mark or a bracket that is still open where the reader stopped."""
    problem, context = fault.facts["problem"], fault.facts.get("context", "")
    line = source.position(fault.facts.get("begun", fault.start))[0]
    if "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        message = say("The quotation mark that opens on line {line} is never closed.", line=line)
        return Wording(message, say("Close it, or put the other kind round a value that has one in it."))
    if not _OPENED.search(problem):
        return None
    bracket = "]" if "]" in problem else "}"
    message = say("A comma or {bracket} is missing; the bracket opens on line {line}.", bracket=bracket, line=line)
    hint: Sentence = say("Close the bracket, and put values that have brackets, commas or colons in them in quotes.")
    return Wording(message, hint)


def _needs_quotes(fault: Fault, source: Source) -> Wording | None:
    """A value with a colon in it, or with more behind the quotation mark that seems to close it."""
    problem = fault.facts["problem"]
    before = source.text[source.starts[source.position(fault.start)[0] - 1] : fault.start]
    if "mapping values are not allowed" in problem and _NAME.search(before):
        return Wording(say("This value has a colon and a blank in it."), say("Put the value in quotes."))
    if "did not find expected key" in problem and before.rstrip().endswith(("'", '"')):
        message = say("Text stands behind the quotation mark that closes the value.")
        return Wording(message, say("Put the other kind of quotation marks round the whole value."))
    return None


def _any_other(fault: Fault) -> Wording:
    said = f"{fault.facts['problem']} {fault.facts.get('context', '')}".lower()
    _, message, hint = next((entry for entry in _PROBLEMS if entry[0] in said), _ANY)
    return Wording(say(message), say(hint))


RULE = Rule("yaml-syntax", TEXT, __doc__, word=word, allowable=False)
