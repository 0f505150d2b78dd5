/** Benchmarks of single operations; {@code bench/README.md} tells how to run them. */
package wassily.jmh;
