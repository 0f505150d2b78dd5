package wassily.scenario;

/**
 * Scenarios that are computed the same way.
 *
 * @param what what they change, in words: "S and Y by column scales"
 * @param path how they are computed: "one GEMM on S·W"
 * @param scenarios how many distinct scenarios
 * @param flops floating-point operations of all of them
 * @param seconds expected on the machine that planned; NaN when it was not measured
 */
public record PathClass(String what, String path, long scenarios, double flops, double seconds) {}
