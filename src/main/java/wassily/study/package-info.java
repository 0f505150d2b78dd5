/** Studies on top of accounts and sweeps: cities and agglomerations. Formulas and their results. */
package wassily.study;
