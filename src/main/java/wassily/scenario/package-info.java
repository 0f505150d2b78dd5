/**
 * What changes (levers), over which values (a design), what is reported (responses), and how
 * thousands of scenarios are planned and computed from one factorization (method, section 5).
 */
package wassily.scenario;
