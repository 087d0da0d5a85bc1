// Reads {schema, plans: [text]} from stdin; answers with the verdicts of YAML 1.2 and ajv on each plan, by draft.
// The libraries are those that yaml-language-server, whose package.json is named, is made of.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[2]);
const YAML = require("yaml");
const { schema, plans } = JSON.parse(readFileSync(0, "utf8"));
const draft7 = { ...schema, $schema: "http://json-schema.org/draft-07/schema#" };
const options = { strict: true, strictTypes: true, strictRequired: false };
const judges = [
  new (require("ajv/dist/2020").default)(options).compile(schema),
  new (require("ajv").default)(options).compile(draft7),
];
const verdicts = plans.map((text) => {
  let values;
  try {
    values = YAML.parse(text, { version: "1.2", schema: "core", logLevel: "silent" });
  } catch (error) {
    return `unreadable: ${error.message}`;
  }
  return judges.map((judge) => judge(values));
});
process.stdout.write(JSON.stringify(verdicts));
