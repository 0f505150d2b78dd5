/**
 * Where the time of an analysis goes on this machine: phases of generated tables, beside what the
 * machine could do at best.
 */
package wassily.bench;
