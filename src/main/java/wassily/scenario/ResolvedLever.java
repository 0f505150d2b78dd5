package wassily.scenario;

/**
 * A lever whose names have become positions: what engines work with.
 *
 * <p>A lever is left out of a scenario when {@code when} is 0, or when {@code when} or any other of
 * its amounts is a variable whose value is NaN ("off").
 *
 * @param name its name in the file
 * @param when 0 or 1, whether it acts; for {@link ResolvedAction.DemandLift} anything between
 * @param action what it does
 * @param where where it stands
 */
public record ResolvedLever(String name, Amount when, ResolvedAction action, Where where) {}
