package wassily.linalg;

/**
 * How long a backend has spent on one kind of work.
 *
 * @param name "opening", "compiling kernels", "uploading", "factorizing", "solving", "downloading"
 * @param seconds by the clock, over all calls
 * @param calls how often
 * @param bytes moved, 0 where none are
 */
public record PhaseTime(String name, double seconds, long calls, long bytes) {}
