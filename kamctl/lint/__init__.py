"""The lint engine: the rule protocol, the catalogue of rules, findings, `allow` comments, fixes."""
