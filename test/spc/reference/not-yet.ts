// Charts of the reference that have no method here yet. This list may only get shorter.

export const notYet: readonly string[] = [
  "arl-cusum",
  "arl-ewma",
  "arl-runs-rules",
  "arl-shewhart",
  "attribute-agreement",
  "fleiss-kappa",
  "mewma",
  "t2-individual",
  "t2-subgroup",
];
