package wassily.study;

/**
 * A directed edge of a network.
 *
 * @param from the emitting node's number
 * @param to the consuming node's number
 * @param weight what is emitted for it, in the stressor's unit
 */
public record NetworkEdge(int from, int to, double weight) {}
