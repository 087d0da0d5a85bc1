"""What a form may say and what it may not: values in two languages, what is missing, escaped, refused."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from kamctl.exchange.documents.filling import BROKEN, FORBIDDEN
from kamctl.exchange.documents.stamped import stamp_of
from tests.exchange.forms import STAMP, filled, text
from tests.payloads import PAYLOADS

PLAN = """\
discounts:
  volume: {size: 7.5%, condition: Full pallets}
  early: {size: 2%, condition: Paid in ten days}
credit_line: {limit: 30000000, days: 45, used: 21500000.5, overdue: 0}
assortment: {listed: [yoghurt-150, kefir-1l], add: {cheese-200: 2026-Q3}}
activities:
  workshop: {what: Workshop, owner: kam-north, due: 2026-06-15}
  audit: {what: Audit, owner: logistics, due: 2026-02-01, done: 2026-02-02}
risks:
  delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000, period: 2026-Q2}
  strike: {what: Strike, probability: 10%, impact: 10%, period: 2026-Q2, status: closed}
contacts: {buyer: {name: Buyer of dairy}}
history: [{date: 2026-02-03, note: Met, with: buyer}]
promotions:
  past: {from: 2026-04-01, to: 2026-04-14, baseline: 100000, planned: 180000, actual: 150000, margin: 20%, cost: 9000}
  ahead: {from: 2026-06-01, to: 2026-06-02, products: [kefir-1l], planned: 5000, cost: 700}
"""

SPELLED: dict[str, tuple[str, str, str]] = {
    "a text": ("{{ plan.client }}", "Северный ритейл", "Северный ритейл"),
    "money": ("{{ plan.credit_line.limit }}", "30,000,000", "30 000 000"),
    "money with hundredths": ("{{ plan.credit_line.used }}", "21,500,000.50", "21 500 000,50"),
    "money as on a bill": ("{{ plan.credit_line.limit | money(2) }}", "30,000,000.00", "30 000 000,00"),
    "money in words": (
        "{{ plan.credit_line.used | words }}",
        "twenty-one million, five hundred thousand roubles 50 kopeks",
        "двадцать один миллион пятьсот тысяч рублей 50 копеек",
    ),
    "a number in words": ("{{ plan.credit_line.days | words }}", "forty-five", "сорок пять"),
    "a percentage": ("{{ plan.discounts.volume.size }}", "7.5%", "7,5%"),
    "a day": ("{{ plan.activities.workshop.due }}", "15 June 2026", "15 июня 2026 г."),
    "a day in digits": ("{{ plan.activities.workshop.due | day('short') }}", "15/06/2026", "15.06.2026"),
    "today": ("{{ today }}", "20 May 2026", "20 мая 2026 г."),
    "a period": ("{{ plan.risks.delisting.period }}", "Q2 2026", "II квартал 2026 г."),
    "the days of a period": (
        "{{ plan.period.starts }} – {{ plan.period.ends }}", "1 January 2026 – 31 December 2026",
        "1 января 2026 г. – 31 декабря 2026 г.",
    ),
    "a person by name": ("{{ plan.kam }}", "KAM North", "KAM North"),
    "a person by id": ("{{ plan.kam.id }}", "kam-north", "kam-north"),
    "a contact by name": ("{{ plan.history[0].with }}", "Buyer of dairy", "Buyer of dairy"),
    "products by title": (
        "{{ plan.assortment.listed | join(' + ') }}", "Yoghurt 150 g + Kefir 1 l", "Yoghurt 150 g + Kefir 1 l",
    ),
    "a product looked up": ("{{ products[plan.assortment.listed[0]].price }}", "62.50", "62,50"),
    "names with values": (
        "{% for id, when in plan.assortment.add.items() %}{{ id }}: {{ when }}{% endfor %}", "Cheese 200 g: Q3 2026",
        "Cheese 200 g: III квартал 2026 г.",
    ),
    "figures by period": (
        "{% for when, figure in plan.sales.items() %}{{ when }} {{ figure.plan }};{% endfor %}",
        "Q1 2026 12,000,000;Q2 2026 13,500,000;Q3 2026 13,500,000;Q4 2026 15,000,000;",
        "I квартал 2026 г. 12 000 000;II квартал 2026 г. 13 500 000;III квартал 2026 г. 13 500 000;"
        "IV квартал 2026 г. 15 000 000;",
    ),
    "an id as text": ("{{ 'late-payment' | replace('-', ' ') | sentence }}", "Late payment", "Late payment"),
    "yes and no": ("{{ figures.todo[0].overdue }}", "no", "нет"),
    "what was counted": ("{{ plan.credit_line.days * 1000 + 1 }}", "45,001", "45 001"),
    "a sum": ("{{ plan.promotions.values() | sum(attribute='cost') | money }}", "9,700", "9 700"),
    "what may be missing": ("{{ plan.budget.rate | default('—') }}", "—", "—"),
    "what is asked for first": ("{% if plan.budget %}x{% else %}y{% endif %}", "y", "y"),
    "the language and the currency": ("{{ language }} {{ currency }}", "en RUB", "ru RUB"),
    "the status of the running quarter": (
        "{{ figures.status.period }}{% for row in figures.status.rows %} {{ row.kpi }} {{ row.status }}{% endfor %}",
        "Q2 2026 Sales planned", "II квартал 2026 г. Sales planned",
    ),
    "the status of the whole plan": (
        "{% for row in figures.whole.rows %}{{ row.plan }} {{ row.actual }} {{ row.pace }}{% endfor %}",
        "54,000,000 11,400,000 95%", "54 000 000 11 400 000 95%",
    ),
    "risks": (
        "{% for risk in figures.risks.rows %}{{ risk.risk }} {{ risk.exposure }}{% endfor %} {{ figures.risks.p95 }}",
        "delisting 1,200,000 4,000,000", "delisting 1 200 000 4 000 000",
    ),
    "promotions": (
        "{% for promo in figures.promotions.rows %}{{ promo.promotion }} {{ promo.verdict }} "
        "{{ promo.actual.profit | default('?') }};{% endfor %}",
        "past paid 1,000;ahead planned ?;", "past paid 1 000;ahead planned ?;",
    ),
    "promotions that are not over": (
        "{% for promo in figures.promotions.ahead %}{{ promo.products | join }}{% endfor %}", "Kefir 1 l", "Kefir 1 l",
    ),
    "what is to be done": (
        "{% for task in figures.todo[:1] %}{{ task.kind }} {{ task.what }} {{ task.owner }}{% endfor %}",
        "activity Workshop KAM North", "activity Workshop KAM North",
    ),
    "what is free of the credit line": ("{{ figures.credit.free }}", "8,500,000", "8 500 000"),
}  # fmt: skip


@pytest.mark.parametrize(("template", "english", "russian"), SPELLED.values(), ids=SPELLED.keys())
def test_a_form_says(template: str, english: str, russian: str) -> None:
    assert text(template, PLAN) == english
    assert text(template, PLAN, "ru") == russian


MISSING: dict[str, tuple[str, list[str]]] = {
    "a field": ("{{ plan.budget.rate }}", ["budget.rate"]),
    "a field of a thing": ("{{ plan.activities.workshop.cost }}", ["activities.workshop.cost"]),
    "a thing": ("{{ plan.discounts.large.size }}", ["discounts.large.size"]),
    "all of them": ("{{ plan.budget.rate }}{{ plan.segment }}{{ plan.region }}", ["budget.rate", "region"]),
    "once for all its places": ("{{ plan.region }}{{ plan.region }}", ["region"]),
    "one through a filter": ("{{ plan.budget.amount | money }}", ["budget.amount"]),
    "one in words": ("{{ plan.budget.amount | words }}", ["budget.amount"]),
    "one that is counted with": ("{{ plan.budget.amount * 2 + 1 }}", ["budget.amount"]),
    "one that is compared": ("{% if plan.budget.amount > 2 %}{% endif %}", ["budget.amount"]),
    "a section in a loop": ("{% for each in plan.competitors %}{% endfor %}", ["competitors"]),
    "the things of a section": ("{% for id, each in plan.competitors.items() %}{% endfor %}", ["competitors"]),
    "a list that is joined": ("{{ plan.swot.strengths | join }}", ["swot.strengths"]),
    "one in a test is not needed": ("{% if plan.region %}{{ plan.region }}{% endif %}", []),
    "one with a default is not needed": ("{{ plan.region | default('-') }}", []),
    "a list that must have something": (
        "{{ figures.promotions.ahead | required('promotions') | length }}", [],
    ),
    "the price of a product": ("{{ products['yoghurt-150'].price }}{{ products.x.price }}", ["products.yaml.x.price"]),
    "a figure": ("{{ figures.sales.previous }}", ["figures.sales.previous"]),
}  # fmt: skip


@pytest.mark.parametrize(("template", "missing"), MISSING.values(), ids=MISSING.keys())
def test_what_is_missing_is_named(template: str, missing: list[str]) -> None:
    made = filled(template, PLAN)
    assert (made.fault, made.unknown, list(made.missing)) == ("", (), missing), made.detail
    assert (made.document == b"") == bool(missing)


def test_a_list_with_nothing_in_it_is_missing_where_it_is_required() -> None:
    made = filled("{{ figures.promotions.ahead | required('promotions') }}")
    assert made.missing == ("promotions",)


def test_what_cannot_be_read_is_not_taken_for_missing() -> None:
    made = filled("{{ plan.credit_line.limit }}{{ plan.credit_line.days }}", "credit_line: {limit: 1 000, days: 30}\n")
    assert (made.missing, made.lost, made.document) == ((), ("credit_line.limit", "credit_line.days"), b"")


UNKNOWN = {
    "a name": ("{{ plann.client }}", "plann"),
    "a field that no plan has": ("{{ plan.clint }}", "clint"),
    "a field inside a section": ("{{ plan.credit_line.limits }}", "credit_line.limits"),
    "one that is only tested": ("{% if plan.clint %}{% endif %}", "clint"),
    "what a text does not have": ("{{ plan.client.foo }}", "foo"),
    "a filter that lets text through unescaped": ("{{ plan.client | safe }}", "No filter named 'safe'"),
    "a filter that draws lots": ("{{ [1, 2] | random }}", "No filter named 'random'"),
    "another form": ("{% include 'x' %}", "no loader for this environment specified"),
}


@pytest.mark.parametrize(("template", "name"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_no_form_knows_is_named(template: str, name: str) -> None:
    made = filled(template, PLAN)
    assert made.document == b""
    assert name in (*made.unknown, made.detail) or name in made.detail


FORBIDDEN_TEMPLATES = {
    "the class of a text": "{{ ''.__class__ }}",
    "the class by name": "{{ ''['__class__'] }}",
    "the classes above it": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a filter on the way": "{{ ['x'] | map(attribute='__class__') | list }}",
    "what a function is made of": "{{ range.__globals__ }}",
    "what a namespace is": "{{ namespace.__init__ }}",
    "what is inside of facts": "{{ plan._fields }}",
    "the log": "{{ plan._log }}",
    "a format string": "{{ '{0.__class__}'.format(plan) }}",
    "a macro's insides": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "the template itself": "{{ self.__init__ }}",
    "the loop": "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "what is not there": "{{ plan.budget.__class__ }}",
}


@pytest.mark.parametrize("template", FORBIDDEN_TEMPLATES.values(), ids=FORBIDDEN_TEMPLATES.keys())
def test_a_form_reaches_for_nothing_behind_values(template: str) -> None:
    made = filled(template, PLAN)
    assert made.fault == FORBIDDEN, made
    assert made.document == b""


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        pytest.param("a\n\n{% for x in %}", 3, "Expected an expression", id="a tag that is not whole"),
        pytest.param("a\n{% if x %}", 2, "Unexpected end of template", id="a tag that is not closed"),
        pytest.param("a\n{{ 1 / 0 }}", 2, "division by zero", id="what cannot be divided"),
        pytest.param("a\nb\n{{ plan }}", 3, "cannot be printed as it is", id="a section that is printed"),
        pytest.param("{{ plan.client + 1 }}", 1, "can only concatenate str", id="a text and a number"),
        pytest.param("\n{{ 'x' | day }}", 2, "Invalid isoformat string", id="a text that is no day"),
        pytest.param("{{" + "(" * 5000, 1, "nested too deep", id="it is nested too deep"),
        pytest.param("{{ plan ~ '' }}", 1, "cannot be printed as it is", id="a section that a text is made of"),
        pytest.param("{{ '%r' % plan.items }}", 1, "cannot be printed as it is", id="a function of a section"),
        pytest.param("{{ plan.credit_line.limit | words(plan) }}", 1, "cannot be printed", id="no name of a currency"),
        pytest.param("{% set x = 'inf' %}{{ x | float }}", 1, "has no end", id="a number without an end"),
        pytest.param("{% set x = 'nan' %}{{ x | float | words }}", 1, "is no number", id="no number in words"),
        pytest.param("{% set x = 'nan' %}{{ x | float | plural('a') }}", 1, "is no number", id="how many is none"),
        pytest.param("{{ 'nan' | float | words }}", 1, "'nan' is not defined", id="what Jinja writes as no code"),
        pytest.param("{{ plan.credit_line.limit ** 999999 }}", 1, "too large", id="a power that is too large"),
        pytest.param("{% for a in b %}" * 40 + "{% endfor %}" * 40, 0, "nested blocks", id="forty loops in each other"),
    ],
)
def test_what_is_broken_is_told_with_its_line(template: str, line: int, said: str) -> None:
    made = filled(template, PLAN)
    assert (made.fault, made.document) == (BROKEN, b"")
    assert said in made.detail
    assert made.line in (line, 0) if "nested" in said else made.line == line


class Reader(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


PLAIN = [each for each in PAYLOADS if not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", each)]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "template",
    [
        "{{ plan.history[0].note }}",
        "{% autoescape false %}{{ plan.history[0].note }}{% endautoescape %}",
        "{% set x %}{{ plan.history[0].note }}{% endset %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(plan.history[0].note) }}",
        "{{ plan.history[0].note | replace('~~~~~~', '') }}",
        "{{ [plan.history[0].note] | join }}",
    ],
    ids=["as it is", "without Jinja's own escaping", "set aside", "through a macro", "through a filter", "joined"],
)
def test_on_a_page_text_stays_text(template: str) -> None:
    for payload in PLAIN:
        if not payload.strip():
            continue
        note = '"' + "".join(f"\\U{ord(character):08X}" for character in payload[:2000]) + '"'
        made = filled(
            f"<body><p>«{template}»</p></body>", f"history: [{{date: 2026-02-03, note: {note}}}]\n", suffix=".html"
        )
        reader = Reader()
        reader.feed(made.document.decode())
        assert reader.tags == ["meta", "meta", "body", "p", "p"], payload
        assert f"«{payload[:2000]}»" in reader.text


@pytest.mark.no_cover
def test_in_markdown_text_stays_text() -> None:
    for payload in PLAIN:
        if not payload.strip():
            continue
        said = payload[:2000]
        note = '"' + "".join(f"\\U{ord(character):08X}" for character in said) + '"'
        made = filled("{{ plan.history[0].note }}\n", f"history: [{{date: 2026-02-03, note: {note}}}]\n")
        page = MarkdownIt("gfm-like", {"linkify": False}).render(made.document.decode().split("\n---\n")[0])
        inside = html.unescape(re.sub(r"</?p>", "", page))
        assert "".join(inside.split()) == "".join(said.split()), said


def test_a_template_in_a_text_is_a_text() -> None:
    sections = "client: '{{ 7*7 }} {% x %} {# y #}'\n"
    assert text("{{ plan.client }}", sections) == "{{ 7*7 }} {% x %} {# y #}"


def test_the_stamp_stands_where_the_form_wants_it_or_at_the_end() -> None:
    words = "Plan client, form form, commit 01234567, as of 20/05/2026, fingerprint v1:"
    for suffix, template in ((".md", "{{ plan.client }}"), (".html", "<html><body>{{ plan.client }}</body></html>")):
        own = filled(f"{{{{ stamp }}}}\n{template}", suffix=suffix).document.decode()
        added = filled(template, suffix=suffix).document.decode()
        assert (own.count(words), added.count(words)) == (1, 1)
        assert own.index(words) < own.index("Северный")
        assert added.index("Северный") < added.index(words)
        for document in (own, added):
            stamp = stamp_of(document.encode())
            assert stamp is not None
            assert stamp._replace(fingerprint="") == STAMP
            assert stamp.words in document


def fingerprint(template: str, sections: str = "", **schema: str) -> str:
    made = filled(template, sections, **schema)
    assert made.stamp is not None
    return made.stamp.fingerprint


LIMIT = "{{ plan.credit_line.limit }}"
SAME: dict[str, tuple[str, str, str, bool]] = {
    "an amount written another way": (LIMIT, "limit: 1000, days: 1", "limit: 1_000.0, days: 1", True),
    "another amount": (LIMIT, "limit: 1000, days: 1", "limit: 1001, days: 1", False),
    "a field that the form does not ask for": (LIMIT, "limit: 1, days: 1", "limit: 1, days: 2", True),
    "a field that it only tests": (
        "{% if plan.credit_line.used %}{% endif %}", "limit: 1, days: 1", "limit: 1, days: 1, used: 1", False,
    ),
    "ten times as many": ("{{ plan.credit_line.days }}", "limit: 1, days: 1", "limit: 1, days: 10", False),
}  # fmt: skip


@pytest.mark.parametrize(("template", "one", "other", "same"), SAME.values(), ids=SAME.keys())
def test_the_fingerprint_is_of_what_the_form_asked_for(template: str, one: str, other: str, same: bool) -> None:
    prints = {fingerprint(template, f"credit_line: {{{line}}}\n") for line in (one, other)}
    assert (len(prints) == 1) == same


def test_the_fingerprint_knows_what_was_added_to_a_loop_and_what_names_mean() -> None:
    loop = "{% for id, each in plan.discounts.items() %}{{ id }}{% endfor %}"
    one, both = "{a: {size: 1%, condition: x}}", "{b: {size: 1%, condition: x}, a: {size: 1%, condition: x}}"
    turned = "{a: {size: 1%, condition: x}, b: {size: 1%, condition: x}}"
    assert fingerprint(loop, f"discounts: {one}\n") != fingerprint(loop, f"discounts: {both}\n")
    assert fingerprint(loop, f"discounts: {turned}\n") == fingerprint(loop, f"discounts: {both}\n")
    people = "kam-north: {name: Another name, role: kam}\n"
    assert fingerprint("{{ plan.kam }}") != fingerprint("{{ plan.kam }}", people=people)
