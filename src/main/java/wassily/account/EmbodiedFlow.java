package wassily.account;

/**
 * One cell of Φ: what a region-sector emits for the final demand for another's product.
 *
 * @param emitter i, the row of the region-sector that emits
 * @param product j, the row of the region-sector whose product is used in the end
 * @param value {@code Φ[i,j] = S[i]·L[i,j]·y[j]}, in the stressor's unit
 */
public record EmbodiedFlow(int emitter, int product, double value) {}
