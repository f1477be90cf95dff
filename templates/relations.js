/* How two stances stand to each other, and how alike two documents are: the rules of
   src/compare/relation.rs once more. A test holds the two to each other. */
"use strict";

globalThis.policyDigest ??= {};

{
  /* The places of stances on the line from against to for. */
  const VALUES = { supports: 1, qualified: 0.5, raises: 0, opposes: -1 };
  const FEWEST_QUESTIONS = 5;

  const closeness = (a, b) => 1 - Math.abs(a - b) / 2;

  /* The first that applies. */
  policyDigest.relation = (a, b) => {
    const one = (stance) => a === stance || b === stance;
    const both = (stance) => a === stance && b === stance;
    if (one("not-coded")) return "not-coded";
    if (one("no-first-hand")) return "no-first-hand";
    if (one("silent")) return both("silent") ? "both-silent" : "one-silent";
    if (one("mixed")) return "divided";
    if (one("raises")) return both("raises") ? "both-raise" : "one-takes-a-side";
    if (one("opposes")) return both("opposes") ? "agree" : "differ";
    return both("supports") ? "agree" : "agree-in-part";
  };

  /* Counts by relation, n, score and bounds of pairs of stances; without score and bounds below five. */
  policyDigest.likeness = (pairs) => {
    const counts = {};
    let n = 0, sum = 0, silences = 0, lowest = 0, highest = 0;
    for (const [a, b] of pairs) {
      const relation = policyDigest.relation(a, b);
      counts[relation] = (counts[relation] ?? 0) + 1;
      if (a in VALUES && b in VALUES) {
        n += 1;
        sum += closeness(VALUES[a], VALUES[b]);
      } else if (relation === "both-silent") {
        silences += 1;
        highest += 1;
      } else if (relation === "one-silent" && (a in VALUES || b in VALUES)) {
        const spoken = VALUES[a] ?? VALUES[b];
        silences += 1;
        lowest += Math.min(closeness(spoken, -1), closeness(spoken, 1));
        highest += 1;
      }
    }
    if (n < FEWEST_QUESTIONS) return { counts, n };
    const all = n + silences;
    return { counts, n, score: sum / n, bounds: [(sum + lowest) / all, (sum + highest) / all] };
  };

  policyDigest.twoDigits = (value) => (Math.round(value * 100) / 100).toFixed(2);
}
