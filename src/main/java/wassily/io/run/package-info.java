/**
 * The folder of a sweep that is computed in pieces: planned once, run shard by shard on any
 * machine, killed and continued at any moment, merged by its files.
 */
package wassily.io.run;
