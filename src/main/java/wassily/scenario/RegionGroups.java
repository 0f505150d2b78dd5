package wassily.scenario;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wassily.account.AffluenceQuintiles;
import wassily.account.SuperEmitters;
import wassily.label.NearestNames;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Evaluates {@code @groups}, on the baseline and each once. What takes a solve, D_cba, is asked for
 * only when a group needs it.
 */
final class RegionGroups {
  private static final String TOP = "top-quintile";
  private static final String QUINTILE = "quintile-";
  private static final int QUINTILES = 5;

  private final MrioTable table;
  private final AxisPatterns regions;
  private final AxisPatterns sectors;
  private final Map<String, Group> groups = new HashMap<>();
  private final Supplier<SuperEmitters.Accounts> accounts;
  private final Map<String, BitSet> knownRegions = new HashMap<>();
  private final Deque<String> underWay = new ArrayDeque<>();
  private AffluenceQuintiles quintiles;
  private SuperEmitters.Accounts emissions;

  RegionGroups(
      MrioTable table,
      AxisPatterns regions,
      AxisPatterns sectors,
      List<Group> groups,
      Supplier<SuperEmitters.Accounts> accounts) {
    this.table = table;
    this.regions = regions;
    this.sectors = sectors;
    this.accounts = accounts;
    groups.forEach(g -> this.groups.put(g.name(), g));
  }

  /** All entries of an axis, or those of some patterns; a group in them is looked up. */
  BitSet regions(Choice choice) {
    return union(regions, choice, this::regionsOf);
  }

  BitSet sectors(Choice choice) {
    return union(sectors, choice, this::sectorsOf);
  }

  private interface Lookup {
    BitSet group(String name, Where where);
  }

  private static BitSet union(AxisPatterns axis, Choice choice, Lookup lookup) {
    var found = new BitSet(axis.size());
    if (choice.isAll()) {
      found.set(0, axis.size());
    }
    for (String pattern : choice.patterns()) {
      found.or(
          pattern.startsWith("@")
              ? lookup.group(pattern.substring(1), choice.where())
              : axis.find(pattern, choice.where()));
    }
    return found;
  }

  boolean has(String name) {
    return groups.containsKey(name) || builtIn().anyMatch(name::equals);
  }

  private static Stream<String> builtIn() {
    return Stream.concat(
        Stream.of(TOP), IntStream.rangeClosed(1, QUINTILES).mapToObj(q -> QUINTILE + q));
  }

  private Group group(String name, Where where) {
    Group group = groups.get(name);
    if (group == null) {
      var known = Stream.concat(groups.keySet().stream().sorted(), builtIn()).toList();
      throw where.refusal("no group \"@%s\"%s".formatted(name, NearestNames.hint(name, known)));
    }
    return group;
  }

  private BitSet sectorsOf(String name, Where where) {
    Group group = group(name, where);
    Choice choice =
        group
            .sectors()
            .orElseThrow(
                () -> where.refusal("the group @%s holds regions, not sectors".formatted(name)));
    return nested(group, () -> sectors(choice));
  }

  /** The regions of a group. */
  BitSet regionsOf(String name, Where where) {
    BitSet known = knownRegions.get(name);
    if (known == null) {
      known = evaluate(name, where);
      knownRegions.put(name, known);
    }
    return known;
  }

  private BitSet evaluate(String name, Where where) {
    if (!groups.containsKey(name) && builtIn().anyMatch(name::equals)) {
      int q = name.equals(TOP) ? 1 : Integer.parseInt(name.substring(QUINTILE.length()));
      return bits(quintiles(where).regions(q));
    }
    Group group = group(name, where);
    Group.RegionRule rule =
        group
            .regions()
            .orElseThrow(
                () -> where.refusal("the group @%s holds sectors, not regions".formatted(name)));
    return nested(group, () -> evaluate(group, rule));
  }

  /** A group that leads back to itself would never end. */
  private BitSet nested(Group group, Supplier<BitSet> inner) {
    if (underWay.contains(group.name())) {
      throw group.where().refusal("the group @%s is defined by itself".formatted(group.name()));
    }
    underWay.push(group.name());
    try {
      return inner.get();
    } finally {
      underWay.pop();
    }
  }

  private BitSet evaluate(Group group, Group.RegionRule rule) {
    return switch (rule) {
      case Group.Named named -> regions(named.choice());
      case Group.Quintiles q ->
          bits(
              q.quintiles().stream()
                  .flatMapToInt(k -> IntStream.of(quintiles(group.where()).regions(k)))
                  .toArray());
      case Group.DemandPerCapita d -> byDemand(group, d);
      case Group.SuperEmitters s -> superEmitters(group, s);
    };
  }

  private BitSet byDemand(Group group, Group.DemandPerCapita rule) {
    int all = regions.size();
    double[] perHead =
        located(
            group.where(),
            () -> AffluenceQuintiles.demandPerHead(table, IntStream.range(0, all).toArray()));
    double unit = rule.currency().inTableUnits(table.info().unit());
    IntPredicate wanted =
        r ->
            (rule.below().isEmpty() || perHead[r] < rule.below().getAsDouble() * unit)
                && (rule.above().isEmpty() || perHead[r] > rule.above().getAsDouble() * unit);
    return notEmpty(
        group,
        IntStream.range(0, all).filter(wanted).toArray(),
        () -> {
          var range =
              IntStream.range(0, all).mapToDouble(r -> perHead[r] / unit).summaryStatistics();
          return "demand per head is %.6g to %.6g".formatted(range.getMin(), range.getMax());
        });
  }

  private BitSet superEmitters(Group group, Group.SuperEmitters rule) {
    if (emissions == null) {
      emissions = accounts.get();
    }
    var found = SuperEmitters.of(emissions, rule.threshold(), rule.ofFootprint());
    Set<SuperEmitters.Type> types =
        Stream.of(SuperEmitters.Type.values())
            .filter(t -> rule.types().contains(t.text()))
            .collect(Collectors.toSet());
    return notEmpty(
        group,
        found.regions(types),
        () ->
            "no super-emitter of type %s at a threshold of %s"
                .formatted(String.join(" or ", rule.types()), rule.threshold()));
  }

  private static BitSet notEmpty(Group group, int[] found, Supplier<String> why) {
    if (found.length == 0) {
      throw group.where().refusal("the group @%s is empty: %s".formatted(group.name(), why.get()));
    }
    return bits(found);
  }

  /** The quintiles of all regions. */
  AffluenceQuintiles quintiles(Where where) {
    if (quintiles == null) {
      quintiles = located(where, () -> AffluenceQuintiles.of(table));
    }
    return quintiles;
  }

  /** Says which line of the sweep file asked for what the table does not have. */
  private static <T> T located(Where where, Supplier<T> asked) {
    try {
      return asked.get();
    } catch (BadDataException e) {
      throw new BadDataException(where + ": " + e.getMessage(), e);
    }
  }

  private static BitSet bits(int[] positions) {
    var bits = new BitSet();
    IntStream.of(positions).forEach(bits::set);
    return bits;
  }
}
