/**
 * Proves on the user's own machine that a backend computes right: plain loops beside every
 * operation, bounds that are derived, and a small table's footprint from end to end.
 */
package wassily.selftest;
