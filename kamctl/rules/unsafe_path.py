"""Only regular files inside the repository are read; a link may show what lies outside of it.

A link in a pull request could make kamctl print a file of the machine that checks it, and a pipe would make it wait
for ever. Nothing of the kind is opened.

Bad:

    plans/severny.yaml -> ../../private/severny.yaml

Good:

    plans/severny.yaml
"""

from __future__ import annotations

from kamctl.lint.rule import TEXT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import say

_REASONS = {
    "link": ("This is a link, and links are not followed.", "Put the file itself here."),
    "linked-folder": ("This folder is a link, and links are not followed.", "Put the folder itself here."),
    "not-a-file": ("This is not a regular file.", "Take it out, or put a text file in its place."),
    "outside": ("This lies outside of the repository.", "Put the file itself into the repository."),
    "submodule": ("This is a repository of its own.", "Put the files themselves here."),
    "embedded": ("This is a repository of its own.", "Put the files themselves here."),
    "vanished": ("The file was gone when it was to be read.", "Run the command again."),
}


def word(fault: Fault, source: Source) -> Wording:
    kind, why = fault.facts.get("kind"), fault.facts.get("why")
    if kind in _REASONS:
        message, hint = _REASONS[kind]
        return Wording(say(message), say(hint))
    hint_ = say("Make it a regular file that you may read.")
    if why:
        return Wording(say("The file cannot be read: {why}.", why=why), hint_)
    return Wording(say("The file cannot be read."), hint_)


RULE = Rule("unsafe-path", TEXT, __doc__, word=word, allowable=False)
