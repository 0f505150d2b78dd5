package wassily.linalg;

/**
 * What a backend runs on; stored in every result.
 *
 * @param name "cpu" or "cuda"
 * @param device the processor or card
 * @param library the BLAS and its version
 * @param threads how many threads the library uses
 */
public record BackendInfo(String name, String device, String library, int threads) {}
