"""Products go by the ids of the catalogue, so that every plan means the same article.

Orders are checked against the assortment and priced from the catalogue; a product that is not in it has no price.

Bad:

    assortment:
      listed: [yogurt-150, kefir-1l]

Good:

    assortment:
      listed: [yoghurt-150, kefir-1l]
"""

from __future__ import annotations

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import FORMAT, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.words import listing, say


def word(fault: Fault, source: Source) -> Wording:
    value, known = fault.facts["value"], fault.facts.get("known")
    message = say("There is no product {name} in schema/products.yaml.", name=value)
    if known is None:
        return Wording(message, say("Write the id of a product that is listed there."))
    if near := nearest(value, known):
        return Wording(message, say("Did you mean {name}?", name=near))
    if known:
        return Wording(message, say("The products there are {names}.", names=listing(known)))
    return Wording(message, say("Nothing is listed there yet; ask SKAM to add it."))


RULE = Rule("unknown-product", FORMAT, __doc__, word=word)
