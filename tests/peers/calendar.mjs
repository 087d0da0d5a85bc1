// Reads a calendar from stdin and answers with its entries, as Thunderbird reads them (ical.js, whose module is named).
// It is strict: what the standard does not allow is an error.
import { readFileSync } from "node:fs";

const ICAL = (await import(process.argv[2])).default;
ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const entries = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    wholeDay: event.startDate.isDate && event.endDate.isDate,
    properties: component.getAllProperties().map((property) => property.name),
  };
});
process.stdout.write(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), entries }));
