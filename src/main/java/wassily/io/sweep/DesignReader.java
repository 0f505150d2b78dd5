package wassily.io.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import wassily.label.NearestNames;
import wassily.scenario.Action;
import wassily.scenario.DesignSpec;
import wassily.scenario.DesignSpec.Distribution;
import wassily.scenario.DrawPath;
import wassily.scenario.Where;

/** Reads the design, and holds its variables against those that the levers use. */
final class DesignReader {
  /** Values of one variable of a grid: what is more is a mistake or a case for a sample. */
  private static final int MOST_STEPS = 1_000_000;

  private static final String OFF = "off";
  private static final String DRAWS = "draws";
  private static final String ROWS = "rows";
  private static final String SEED = "seed";

  private final Function<String, Path> files;
  private final Map<String, Where> used;

  /**
   * @param files turns a name in the sweep file into a path
   * @param used the variables of the levers, with their lines
   */
  DesignReader(Function<String, Path> files, Map<String, Where> used) {
    this.files = files;
    this.used = used;
  }

  /** One scenario, for a file whose levers use no variable. */
  DesignSpec none(Where where) {
    requireDeclared(List.of(), where);
    return new DesignSpec.Grid(new LinkedHashMap<>(), where);
  }

  DesignSpec read(Yaml yaml) {
    Fields f = Fields.of(yaml, Form.DESIGN, "design");
    if (!f.has(DRAWS)) {
      return kind(f.only("these kinds"));
    }
    Fields draws = Fields.of(f.get(DRAWS), Form.DRAWS, "draws of design");
    List<Yaml.Entry> others = f.others(DRAWS);
    if (others.size() > 1) {
      throw others
          .getLast()
          .where()
          .refusal("the design has draws and more than one of the other kinds; keep one");
    }
    return new DesignSpec.Draws(
        // Draws are numbered in 31 bits.
        Values.whole(draws.get(ROWS), draws.called(ROWS), 1, Integer.MAX_VALUE),
        Values.whole(draws.get(SEED), draws.called(SEED), Long.MIN_VALUE, Long.MAX_VALUE),
        draws.flag("contributions"),
        solve(draws),
        others.isEmpty() ? none(f.where()) : kind(others.getFirst()),
        f.at(DRAWS));
  }

  private static Optional<DrawPath> solve(Fields draws) {
    return switch (draws.word("solve", List.of("cheapest", "iterate", "refactorize"), "cheapest")) {
      case "iterate" -> Optional.of(DrawPath.ITERATE);
      case "refactorize" -> Optional.of(DrawPath.REFACTORIZE);
      default -> Optional.empty();
    };
  }

  private DesignSpec kind(Yaml.Entry only) {
    return switch (only.key()) {
      case "grid" -> grid(only);
      case "list" ->
          new DesignSpec.Rows(
              files.apply(Values.text(only.value(), "list of design")), only.value().where());
      case "latin-hypercube" -> sample(only, DesignSpec.Method.LATIN_HYPERCUBE);
      case "sobol" -> sample(only, DesignSpec.Method.SOBOL);
      case "saltelli" -> saltelli(only);
      default -> sample(only, DesignSpec.Method.RANDOM);
    };
  }

  private DesignSpec grid(Yaml.Entry entry) {
    var values = new LinkedHashMap<String, List<Double>>();
    for (Yaml.Entry e : Values.keys(entry.value(), "grid", List.of()).entries().values()) {
      requireUsed(e);
      values.put(e.key(), gridValues(e));
    }
    requireDeclared(values.keySet(), entry.where());
    return new DesignSpec.Grid(values, entry.where());
  }

  private static List<Double> gridValues(Yaml.Entry e) {
    String what = "grid variable " + e.key();
    if (e.value() instanceof Yaml.Keys) {
      return steps(Fields.of(e.value(), Form.STEPS, what));
    }
    var numbers = new ArrayList<Double>();
    for (Yaml item : Values.items(e.value(), what)) {
      boolean off = item instanceof Yaml.Scalar s && s.value().equalsIgnoreCase(OFF);
      numbers.add(
          off ? Double.NaN : Values.number(item, what, "numbers, off, or {from, to, steps}"));
    }
    return numbers;
  }

  private static List<Double> steps(Fields f) {
    double from = Values.number(f.get("from"), f.called("from"));
    double to = Values.number(f.get("to"), f.called("to"));
    int steps = (int) Values.whole(f.get("steps"), f.called("steps"), 2, MOST_STEPS);
    // In decimals, so that 0.1 to 0.5 holds 0.3 and not 0.30000000000000004.
    var a = BigDecimal.valueOf(from);
    var b = BigDecimal.valueOf(to);
    var last = BigDecimal.valueOf(steps - 1L);
    var values = new ArrayList<Double>(steps);
    for (int i = 0; i < steps; i++) {
      var sum =
          a.multiply(BigDecimal.valueOf(steps - 1L - i)).add(b.multiply(BigDecimal.valueOf(i)));
      values.add(sum.divide(last, MathContext.DECIMAL128).doubleValue());
    }
    return values;
  }

  /** A sample of the rows of A; those of B and AB_i follow from it. */
  private DesignSpec saltelli(Yaml.Entry entry) {
    DesignSpec.Sample a = sample(entry, DesignSpec.Method.SOBOL);
    return new DesignSpec.Saltelli(a.rows(), a.seed(), a.variables(), a.where());
  }

  private DesignSpec.Sample sample(Yaml.Entry entry, DesignSpec.Method method) {
    String kind = entry.key();
    Yaml.Keys keys = Values.keys(entry.value(), kind, List.of(ROWS, SEED, "a key per variable"));
    var variables = new LinkedHashMap<String, Distribution>();
    for (String needed : List.of(ROWS, SEED)) {
      if (!keys.entries().containsKey(needed)) {
        throw keys.where()
            .refusal(
                "%s has no key \"%s\"; a sample needs rows and a seed, so that it can be made again"
                    .formatted(kind, needed));
      }
    }
    long rows =
        Values.whole(keys.entries().get(ROWS).value(), "rows of " + kind, 1, Long.MAX_VALUE);
    long seed =
        Values.whole(
            keys.entries().get(SEED).value(), "seed of " + kind, Long.MIN_VALUE, Long.MAX_VALUE);
    for (Yaml.Entry e : keys.entries().values()) {
      if (!e.key().equals(ROWS) && !e.key().equals(SEED)) {
        requireUsed(e);
        variables.put(e.key(), distribution(e));
      }
    }
    requireDeclared(variables.keySet(), entry.where());
    return new DesignSpec.Sample(method, rows, seed, variables, entry.where());
  }

  private static Distribution distribution(Yaml.Entry variable) {
    String what = "variable " + variable.key();
    Yaml.Entry e = Fields.of(variable.value(), Form.DISTRIBUTION, what).only("these distributions");
    return switch (e.key()) {
      case "uniform" -> {
        double[] p = numbers(e, what, "[low, high]", 2);
        require(p[0] < p[1], e, what, "low < high");
        yield new Distribution.Uniform(p[0], p[1]);
      }
      case "normal" -> {
        double[] p = numbers(e, what, "[mean, standard deviation]", 2);
        require(p[1] > 0, e, what, "a standard deviation > 0");
        yield new Distribution.Normal(p[0], p[1]);
      }
      case "log-normal" -> {
        double[] p = numbers(e, what, "[mean, standard deviation]", 2);
        require(p[0] > 0 && p[1] > 0, e, what, "a mean > 0 and a standard deviation > 0");
        yield new Distribution.LogNormal(p[0], p[1]);
      }
      default -> {
        double[] p = numbers(e, what, "[low, mode, high]", 3);
        require(
            p[0] <= p[1] && p[1] <= p[2] && p[0] < p[2], e, what, "low ≤ mode ≤ high, low < high");
        yield new Distribution.Triangular(p[0], p[1], p[2]);
      }
    };
  }

  private static double[] numbers(Yaml.Entry e, String what, String form, int count) {
    if (!(e.value() instanceof Yaml.Items list) || list.items().size() != count) {
      throw e.where()
          .refusal("%s of %s, expected %s: %s".formatted(e.key(), what, count + " numbers", form));
    }
    return list.items().stream()
        .mapToDouble(item -> Values.number(item, e.key() + " of " + what))
        .toArray();
  }

  private static void require(boolean holds, Yaml.Entry e, String what, String expected) {
    if (!holds) {
      throw e.where().refusal("%s of %s: expected %s".formatted(e.key(), what, expected));
    }
  }

  private void requireUsed(Yaml.Entry variable) {
    String name = variable.key();
    if (name.equals(Action.Perturb.DRAW)) {
      throw variable
          .where()
          .refusal("the variable \"draw\" numbers the draws of perturb; give yours another name");
    }
    if (!Amounts.NAME.matcher(name).matches()) {
      throw variable
          .where()
          .refusal(
              name.startsWith("$")
                  ? "write the variable without $ here: " + name.substring(1)
                  : "\"%s\" is no name of a variable; it begins with a letter".formatted(name));
    }
    if (!used.containsKey(name)) {
      throw variable
          .where()
          .refusal(
              "no lever uses the variable \"%s\"%s"
                  .formatted(name, NearestNames.hint(name, used.keySet())));
    }
  }

  private void requireDeclared(Iterable<String> declared, Where at) {
    var names = new ArrayList<String>();
    declared.forEach(names::add);
    used.forEach(
        (name, where) -> {
          if (!names.contains(name)) {
            throw where.refusal(
                "%s gives $%s values%s"
                    .formatted(
                        at.line() > 0 ? "the design (line " + at.line() + ") never" : "no design",
                        name,
                        NearestNames.hint(name, names)));
          }
        });
  }
}
