/** How fast a backend is on this machine: a few operations, timed to their end. */
package wassily.linalg.timing;
