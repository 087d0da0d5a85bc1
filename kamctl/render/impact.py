"""What a change of the schema does to the plans, as text, Markdown, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.insight.impact import ClientImpact, Impact, KamImpact
from kamctl.lint.finding import ERROR, Finding
from kamctl.render import safe
from kamctl.render.fitting import LONGEST
from kamctl.render.lint_json import as_object
from kamctl.render.prose import BOLD, DIM, GREEN, RED, YELLOW, Paint, fold
from kamctl.render.wording import concise_line
from kamctl.words import count, listing, shorten

LONGEST_TEXT = 1_000

CSV_COLUMNS = ("client", "kam", "change", "path", "line", "column", "rule", "severity", "field", "message", "hint")


def as_text(impact: Impact, *, width: int, colour: bool) -> str:
    """What there is to do, by KAM, then what changes in each plan, for a terminal of `width` columns."""
    paint = Paint(colour)
    blocks = [[paint(safe.inert(concise_line(finding)), _style(finding)) for finding in impact.schema]]
    style = RED if impact.failed else GREEN
    blocks.append([paint(line, style) for line in fold(_summary(impact), width)])
    blocks.append([line for kam in impact.kams for line in fold(_of_kam(kam), width, hang=2)])
    blocks += [list(_client_lines(client, paint)) for client in impact.clients]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _client_lines(client: ClientImpact, paint: Paint) -> Iterator[str]:
    yield paint(safe.inert(_heading(client)), BOLD)
    for finding in client.new:
        yield f"  {paint('new', _style(finding))}   {safe.inert(concise_line(finding))}"
    for finding in client.gone:
        yield f"  {paint('gone', GREEN)}  {paint(safe.inert(concise_line(finding)), DIM)}"


def _style(finding: Finding) -> str:
    return RED if finding.severity == ERROR else YELLOW


def _summary(impact: Impact) -> str:
    if not impact.checked:
        return f"{count(impact.plans, 'plan')} could not be checked, because the schema cannot be read."
    left_out = (
        f" {count(len(impact.unread), 'plan')} could not be read: {listing(impact.unread)}." if impact.unread else ""
    )
    return _told(impact) + left_out


def _told(impact: Impact) -> str:
    sound = not any(finding.severity == ERROR for finding in impact.schema)
    against = f"Against the schema of {impact.since}" + ("" if sound else ", as far as the new one can be read")
    if not impact.clients:
        return f"{against}, nothing changes for {count(impact.plans, 'plan')}."
    new = sum(len(client.new) for client in impact.clients)
    gone = sum(len(client.gone) for client in impact.clients)
    fields = sum(client.fields_to_add for client in impact.clients)
    told = f"{impact.broken} of {count(impact.plans, 'plan')} would break"
    return f"{against}, {told}: {count(new, 'new finding')}, {gone} gone, {count(fields, 'field')} to add."


def _of_kam(kam: KamImpact) -> str:
    who = kam.kam or "Nobody's plans"
    return f"{who}: {count(kam.fields_to_add, 'field')} to add, new findings in {count(kam.plans, 'plan')}"


def _heading(client: ClientImpact) -> str:
    whose = f" ({client.kam})" if client.kam else ""
    to_add = f": {count(client.fields_to_add, 'field')} to add" if client.fields_to_add else ""
    return f"{client.client}{whose}{to_add}"


def as_markdown(impact: Impact) -> str:
    """The same for a comment on a pull request; where it would be too long, the last line says what is left out."""
    blocks = [f"**{safe.markdown(_summary(impact))}**\n"]
    if impact.schema:
        blocks.append("\n" + "".join(_item("schema", finding) for finding in impact.schema[:100]))
    if impact.kams:
        rows = [f"| {_text(kam.kam or '')} | {kam.fields_to_add} | {kam.plans} |\n" for kam in impact.kams[:200]]
        blocks.append("\n| KAM | Fields to add | Plans with new findings |\n| --- | ---: | ---: |\n" + "".join(rows))
    room = LONGEST - sum(map(len, blocks))
    for number, client in enumerate(impact.clients):
        items = [*(_item("new", each) for each in client.new), *(_item("gone", each) for each in client.gone)]
        block = f"\n**{_text(_heading(client))}**\n\n{''.join(items)}"
        if len(block) > room:
            blocks.append(f"\n…and {count(len(impact.clients) - number, 'client')} more.\n")
            break
        blocks.append(block)
        room -= len(block)
    return "".join(blocks)


def _item(change: str, finding: Finding) -> str:
    return f"- {change}: **{finding.severity}** {_text(str(finding.message))} ({_text(finding.rule)})\n"


def _text(text: str) -> str:
    return safe.markdown(shorten(text, LONGEST_TEXT))


def as_json(impact: Impact) -> str:
    """The clients for other programs, `"version": 1`; `schema` are the findings in the new schema itself."""
    return safe.json_text(
        {
            "version": 1,
            "schema": [as_object(finding) for finding in impact.schema],
            "clients": [
                {
                    "client": client.client,
                    "kam": client.kam,
                    "new": [as_object(finding) for finding in client.new],
                    "gone": [as_object(finding) for finding in client.gone],
                    "fields_to_add": client.fields_to_add,
                }
                for client in impact.clients
            ],
            "unread": list(impact.unread),
            "checked": impact.checked,
        }
    )


def as_csv(impact: Impact) -> str:
    """A line for each finding that is new or gone (RFC 4180)."""
    rows: list[list[object]] = [list(CSV_COLUMNS)]
    for client in impact.clients:
        for change, findings in (("new", client.new), ("gone", client.gone)):
            for finding in findings:
                facts = {**as_object(finding), "client": client.client, "kam": client.kam, "change": change}
                rows.append([safe.csv_cell(facts[column]) for column in CSV_COLUMNS])
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows)
