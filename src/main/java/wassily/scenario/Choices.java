package wassily.scenario;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import wassily.account.AffluenceQuintiles;
import wassily.account.SuperEmitters;
import wassily.label.NearestNames;
import wassily.label.Region;
import wassily.label.TableAxes;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Turns what the user wrote ({@link Choice}) into positions on a table's axes, ascending and each
 * once.
 *
 * <p>Names and codes match without regard to case, {@code *} stands for any characters, {@code
 * kind:value} chooses by an attribute of the axis, {@code @name} is a group of the sweep file or
 * one of {@code @top-quintile}, {@code @quintile-1} to {@code @quintile-5}. A pattern that matches
 * nothing is refused with its line and the nearest names. Groups are evaluated on the baseline,
 * once.
 */
public final class Choices implements ActionResolver.Names {
  private static final String QUINTILE = "quintile";
  private static final String REGION = "region";

  /** For regions that an attribute says nothing about. */
  private static final String NONE = "(none)";

  private final MrioTable table;
  private final TableAxes axes;
  private final AxisPatterns regions;
  private final AxisPatterns categories;
  private final AxisPatterns consumers;
  private final RegionGroups groups;

  /**
   * Prepares the axes; nothing is evaluated yet.
   *
   * @param table the baseline
   * @param groups the groups of the sweep file
   * @param accounts D_pba and D_cba of the first stressor that is followed; asked for at most once,
   *     and only when a group of super-emitters is used
   */
  public Choices(MrioTable table, List<Group> groups, Supplier<SuperEmitters.Accounts> accounts) {
    this.table = table;
    this.axes = table.axes();
    var ofRegions = new ArrayList<AxisPatterns.Entry>();
    for (Region r : axes.regions()) {
      ofRegions.add(new AxisPatterns.Entry(r.name(), r.code(), r.groups()));
    }
    var ofSectors =
        axes.sectors().labels().stream()
            .map(s -> new AxisPatterns.Entry(s.name(), s.code(), s.groups()))
            .toList();
    var ofExogenous = axes.exogenous().texts().stream().map(AxisPatterns.Entry::new).toList();
    this.regions = new AxisPatterns(REGION, ofRegions);

    ofRegions.addAll(ofExogenous);
    this.consumers = new AxisPatterns("consumer", ofRegions);
    this.categories =
        new AxisPatterns(
            "category of final demand",
            axes.categories().texts().stream().map(AxisPatterns.Entry::new).toList());
    var sectors = new AxisPatterns("sector", ofSectors);
    this.groups = new RegionGroups(table, regions, sectors, groups, accounts);
  }

  /**
   * Regions.
   *
   * @param choice what was written
   * @return positions on the axis of regions
   * @throws BadDataException when a pattern matches nothing or a group cannot be evaluated
   */
  @Override
  public int[] regions(Choice choice) {
    return positions(groups.regions(choice));
  }

  /**
   * Sectors.
   *
   * @param choice what was written
   * @return positions on the axis of sectors
   * @throws BadDataException when a pattern matches nothing
   */
  @Override
  public int[] sectors(Choice choice) {
    return positions(groups.sectors(choice));
  }

  /**
   * Categories of final demand.
   *
   * @param choice what was written
   * @return positions on the axis of categories
   * @throws BadDataException when a pattern matches nothing
   */
  @Override
  public int[] categories(Choice choice) {
    var found = new BitSet();
    if (choice.isAll()) {
      found.set(0, axes.categories().size());
    }
    for (String pattern : choice.patterns()) {
      if (pattern.startsWith("@")) {
        throw choice
            .where()
            .refusal("%s: groups hold regions or sectors, not categories".formatted(pattern));
      }
      found.or(categories.find(pattern, choice.where()));
    }
    return positions(found);
  }

  /**
   * Consumers. Exogenous ones are chosen only by a pattern with a letter or digit of their name in
   * it: all, {@code *}, attributes and groups mean regions.
   *
   * @param choice what was written
   * @return positions: regions, and R + e for exogenous consumer e
   * @throws BadDataException when a pattern matches nothing
   */
  @Override
  public int[] consumers(Choice choice) {
    var found = new BitSet();
    if (choice.isAll()) {
      found.or(groups.regions(choice));
    }
    for (String pattern : choice.patterns()) {
      boolean names = !pattern.startsWith("@") && !pattern.chars().allMatch(c -> c == '*');
      found.or(
          names
              ? consumers.find(pattern, choice.where())
              : groups.regions(new Choice(List.of(pattern), choice.where())));
    }
    return positions(found);
  }

  /**
   * Rows and columns of Z: every chosen sector of every chosen region.
   *
   * @param cells what was written
   * @return region·S + sector, ascending
   */
  public int[] rows(Cells cells) {
    int[] sectors = sectors(cells.sectors());
    return IntStream.of(regions(cells.regions()))
        .flatMap(r -> IntStream.of(sectors).map(s -> axes.row(r, s)))
        .toArray();
  }

  /**
   * What a floor of demand is given in.
   *
   * @param lift the lever
   * @return how much of that currency one unit of the table's money is: 10⁶ for EUR in a table in M
   *     EUR
   */
  @Override
  public double currencyPerUnit(Action.DemandLift lift) {
    return 1 / lift.currency().inTableUnits(table.info().unit());
  }

  /**
   * A dimension of responses that regions are put into: {@code region} itself; an attribute of the
   * table ({@code province}); {@code quintile}, by demand per head where the table has no attribute
   * of that name; a group of the sweep file, which is told from all other regions.
   *
   * @param by as it stands in the file
   * @param where where it stands
   * @return the groups
   * @throws BadDataException when there is no such dimension; with the nearest names
   */
  public RegionGrouping grouping(String by, Where where) {
    if (by.equals(REGION)) {
      return new RegionGrouping(
          by, axes.regions().texts(), IntStream.range(0, axes.regions().size()).toArray());
    }
    List<String> values = regions.values(by);
    if (!values.isEmpty()) {
      return byAttribute(by, values);
    }
    if (by.equals(QUINTILE)) {
      AffluenceQuintiles q = groups.quintiles(where);
      return new RegionGrouping(
          by,
          IntStream.rangeClosed(1, 5).mapToObj(k -> "Q" + k).toList(),
          IntStream.range(0, axes.regions().size()).map(r -> q.quintile(r) - 1).toArray());
    }
    if (groups.has(by)) {
      BitSet members = groups.regionsOf(by, where);
      return new RegionGrouping(
          by,
          List.of(by, "other regions"),
          IntStream.range(0, axes.regions().size()).map(r -> members.get(r) ? 0 : 1).toArray());
    }
    var known = new TreeSet<>(regions.kinds());
    known.addAll(List.of(REGION, QUINTILE));
    throw where.refusal(
        "no dimension \"%s\"; it is an attribute of the table's regions or a group of this file%s"
            .formatted(by, NearestNames.hint(by, known)));
  }

  private static RegionGrouping byAttribute(String by, List<String> values) {
    var labels = new ArrayList<String>();
    values.stream().filter(v -> v != null).distinct().forEach(labels::add);
    if (values.contains(null)) {
      labels.add(NONE);
    }
    return new RegionGrouping(
        by, labels, values.stream().mapToInt(v -> labels.indexOf(v == null ? NONE : v)).toArray());
  }

  private static int[] positions(BitSet found) {
    return found.stream().toArray();
  }
}
