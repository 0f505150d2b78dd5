/**
 * How long work says how far it is; what is drawn on the terminal is the command line's business.
 */
package wassily.progress;
