/**
 * The two studies of the papers on any table, on top of accounts and sweeps: indicators are
 * stateless formulas of plain arrays, scenarios are levers of a sweep (method, sections 3 and 4).
 */
package wassily.study;
