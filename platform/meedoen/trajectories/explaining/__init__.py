"""Why: the rule in words, the facts that were used and the source, for every count and refusal."""
