package wassily.io.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.scenario.Action;
import wassily.scenario.Action.Kept;
import wassily.scenario.Action.Spread;
import wassily.scenario.Action.What;
import wassily.scenario.Cells;
import wassily.scenario.Choice;

/** Reads levers that perturb the table. */
final class PerturbReader {
  private static final String BOUNDS = "bounds";

  private static final List<String> DISTRIBUTIONS =
      lower(
          Stream.of(Distribution.values())
              .filter(Distribution::isRandom)
              .toArray(Distribution[]::new));

  /**
   * Draws below 0 that are set to 0 without a word: one of 10,000 moves the mean of a normal
   * distribution by less than 1e-5 of its standard deviation.
   */
  private static final double FEW = 1e-4;

  private final Function<String, Path> csv;

  /**
   * @param csv the CSV file at a key of the lever
   */
  PerturbReader(Function<String, Path> csv) {
    this.csv = csv;
  }

  Action.Perturb read(Fields f) {
    What what = What.valueOf(f.word("what", words(What.values()), ""));
    var by = CellDraws.By.valueOf(constant(f.word("by", lower(CellDraws.By.values()), "cell")));
    var distribution =
        Distribution.valueOf(constant(f.word("distribution", DISTRIBUTIONS, "log-normal")));
    var keep = Kept.valueOf(constant(f.word("keep", lower(Kept.values()), "none")));
    boolean negative = f.word("negative", List.of("zero", "refuse"), "refuse").equals("zero");
    requireSomeFreedom(f, by, keep);
    return new Action.Perturb(
        what, cells(f, what), by, distribution, spread(f, distribution, negative), keep, negative);
  }

  private static List<String> words(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).toList();
  }

  private static List<String> lower(Enum<?>[] constants) {
    return Stream.of(constants)
        .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** What changes together cannot change when its sum stays. */
  private static void requireSomeFreedom(Fields f, CellDraws.By by, Kept keep) {
    boolean fixed =
        switch (keep) {
          case NONE -> false;
          case ROW_SUMS -> by == CellDraws.By.ROW || by == CellDraws.By.BLOCK;
          case COLUMN_SUMS -> by == CellDraws.By.COLUMN || by == CellDraws.By.BLOCK;
          case TOTAL -> by == CellDraws.By.BLOCK;
        };
    if (fixed) {
      throw f.refusal(
          "%s draws one factor for each %s and keeps its sum, so nothing changes; take by: cell or another keep"
              .formatted(f.of(), by.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static List<Action.PerturbCells> cells(Fields f, What what) {
    var blocks = new ArrayList<Action.PerturbCells>();
    f.find("cells")
        .ifPresent(
            yaml ->
                Values.items(yaml, f.called("cells"))
                    .forEach(item -> blocks.add(block(item, what, f.called("cells")))));
    return blocks;
  }

  private static Action.PerturbCells block(Yaml yaml, What what, String of) {
    Choice all = Choice.all(yaml.where());
    var everything = new Cells(all, all);
    return switch (what) {
      case Z -> {
        Fields b = Fields.of(yaml, Form.PERTURB_Z, of);
        yield new Action.PerturbCells(
            LeverReader.cells(b, "suppliers"),
            LeverReader.cells(b, "users"),
            all,
            all,
            yaml.where());
      }
      case Y -> {
        Fields b = Fields.of(yaml, Form.PERTURB_Y, of);
        yield new Action.PerturbCells(
            LeverReader.cells(b, "suppliers"),
            everything,
            LeverReader.choice(b, "consumers"),
            LeverReader.choice(b, "categories"),
            yaml.where());
      }
      case F ->
          new Action.PerturbCells(
              LeverReader.cells(Fields.of(yaml, Form.PERTURB_F, of)),
              everything,
              all,
              all,
              yaml.where());
    };
  }

  private Spread spread(Fields f, Distribution distribution, boolean negative) {
    long given = Stream.of("cv", BOUNDS, "file").filter(f::has).count();
    if (given != 1) {
      throw f.refusal(
          "%s has %s of cv, bounds and file; give one: how far its cells scatter"
              .formatted(f.of(), given == 0 ? "none" : given));
    }
    if (f.has("file")) {
      return new Spread.FromFile(csv.apply("file"));
    }
    if (f.has("cv")) {
      double cv = Values.number(f.get("cv"), f.called("cv"), "a number, 0 or more");
      if (!(cv >= 0)) {
        throw Values.wrong(f.get("cv"), f.called("cv"), "a number, 0 or more");
      }
      requireRule(f, distribution, distribution.ofCv(cv), "cv " + cv, negative);
      return new Spread.Cv(cv);
    }
    double[] b = numbers(f);
    if (!(b[0] <= 1 && b[1] >= 1)) {
      throw f.get(BOUNDS)
          .where()
          .refusal(
              "%s are %s to %s, which excludes the value itself; they are multiples of it: low ≤ 1 ≤ high"
                  .formatted(f.called(BOUNDS), b[0], b[1]));
    }
    if (distribution == Distribution.LOG_NORMAL && !(b[0] > 0)) {
      throw f.get(BOUNDS)
          .where()
          .refusal(
              "%s begin at %s, and a log-normal draw is more than 0; expected low > 0"
                  .formatted(f.called(BOUNDS), b[0]));
    }
    String given1 = "bounds %s to %s".formatted(b[0], b[1]);
    requireRule(f, distribution, distribution.ofBounds(b[0], b[1]), given1, negative);
    return new Spread.Bounds(b[0], b[1]);
  }

  private static double[] numbers(Fields f) {
    if (!(f.get(BOUNDS) instanceof Yaml.Items list) || list.items().size() != 2) {
      throw Values.wrong(f.get(BOUNDS), f.called(BOUNDS), "2 numbers: [low, high]");
    }
    return list.items().stream()
        .mapToDouble(item -> Values.number(item, f.called(BOUNDS)))
        .toArray();
  }

  private static void requireRule(
      Fields f,
      Distribution distribution,
      Distribution.Parameters p,
      String given,
      boolean negative) {
    if (!distribution.isSmooth(p)) {
      throw f.refusal("%s: %s draws factors beyond 1e304".formatted(f.of(), given));
    }
    double share = distribution.negativeShare(p);
    if (share > FEW && !negative) {
      throw f.refusal(
          "%s: %s with %s turns the sign of %.2g %% of its cells; say negative: zero to set these to 0, or take log-normal"
              .formatted(
                  f.of(),
                  distribution.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  given,
                  100 * share));
    }
  }
}
