/**
 * Accounts of a table: multipliers, footprints, flows, value added in trade, linkages; owns the
 * factorized system.
 */
package wassily.account;
