package wassily.linalg.draw;

/**
 * Which draw of which quantity.
 *
 * @param seed of all draws of a sweep
 * @param stream of the quantity: two quantities of a sweep have different ones
 * @param draw its number, from 0
 */
public record DrawKey(long seed, int stream, int draw) {}
