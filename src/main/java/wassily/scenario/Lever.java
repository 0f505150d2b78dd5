package wassily.scenario;

/**
 * Something that a scenario changes. Levers act in the order of the file; one that is left out of a
 * scenario does nothing.
 *
 * @param name its name in the file
 * @param when 0 or 1, whether it acts; for {@link Action.DemandLift} anything between
 * @param action what it does
 * @param where where it stands
 */
public record Lever(String name, Amount when, Action action, Where where) {}
