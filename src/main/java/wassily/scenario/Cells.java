package wassily.scenario;

/**
 * Region-sectors: every chosen sector of every chosen region.
 *
 * @param regions which regions
 * @param sectors which sectors
 */
public record Cells(Choice regions, Choice sectors) {}
