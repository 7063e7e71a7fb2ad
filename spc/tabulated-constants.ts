// The constants as printed, for reports of software that works with a table of three decimals.

/** d2 of 2 to 25 values, three decimals. Source: AIAG SPC 2nd edition, Appendix E; ASTM E2587. */
export const PRINTED_D2: readonly number[] = [
  ...[1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.97, 3.078, 3.173, 3.258, 3.336],
  ...[3.407, 3.472, 3.532, 3.588, 3.64, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931],
];

/** d3 of 2 to 25 values, three decimals. Source: as above. */
export const PRINTED_D3: readonly number[] = [
  ...[0.853, 0.888, 0.88, 0.864, 0.848, 0.833, 0.82, 0.808, 0.797, 0.787, 0.778, 0.77],
  ...[0.763, 0.756, 0.75, 0.744, 0.739, 0.734, 0.729, 0.724, 0.72, 0.716, 0.712, 0.708],
];

/** c4 of 2 to 25 values, four decimals. Source: as above. */
export const PRINTED_C4: readonly number[] = [
  ...[0.7979, 0.8862, 0.9213, 0.94, 0.9515, 0.9594, 0.965, 0.9693, 0.9727, 0.9754, 0.9776],
  ...[0.9794, 0.981, 0.9823, 0.9835, 0.9845, 0.9854, 0.9862, 0.9869, 0.9876, 0.9882, 0.9887],
  ...[0.9892, 0.9896],
];

/** The median of the range of two values as programs divide by it. */
export const PRINTED_D4_OF_TWO = 0.954;
