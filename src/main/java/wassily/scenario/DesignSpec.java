package wassily.scenario;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The values of the variables; one row is one scenario. */
public sealed interface DesignSpec {
  /**
   * Where it stands.
   *
   * @return file and line
   */
  Where where();

  /**
   * Every combination; the last variable changes fastest.
   *
   * @param values by variable, in the order of the file
   * @param where where it stands
   */
  record Grid(SequencedMap<String, List<Double>> values, Where where) implements DesignSpec {
    /** Copies. */
    public Grid {
      var copy = new LinkedHashMap<String, List<Double>>();
      values.forEach((k, v) -> copy.put(k, List.copyOf(v)));
      values = Collections.unmodifiableSequencedMap(copy);
    }
  }

  /**
   * A CSV with a column for each variable and a row for each scenario; an empty cell or {@code off}
   * leaves the levers that use the variable out.
   *
   * @param file the file
   * @param where where it stands
   */
  record Rows(Path file, Where where) implements DesignSpec {}

  /**
   * Saltelli's design for Sobol indices (Saltelli et al. 2010): two independent samples A and B,
   * and for each variable i a copy AB_i of A whose column i is that of B; {@code rows·(variables +
   * 2)} scenarios in the order of {@link SaltelliDesign}. Every lever that perturbs is one more
   * variable, before the others: the number of its draw.
   *
   * @param rows of A, and of B
   * @param seed of the digital shift of Sobol's sequence, and of draws
   * @param variables distribution by variable, in the order of the file
   * @param where where it stands
   */
  record Saltelli(long rows, long seed, SequencedMap<String, Distribution> variables, Where where)
      implements DesignSpec {
    /** Copies. */
    public Saltelli {
      variables =
          Collections.unmodifiableSequencedMap(
              new LinkedHashMap<>((Map<String, Distribution>) variables));
    }
  }

  /**
   * A sample.
   *
   * @param method how points are placed
   * @param rows how many
   * @param seed of the pseudo-random numbers
   * @param variables distribution by variable, in the order of the file
   * @param where where it stands
   */
  record Sample(
      Method method,
      long rows,
      long seed,
      SequencedMap<String, Distribution> variables,
      Where where)
      implements DesignSpec {
    /** Copies. */
    public Sample {
      variables =
          Collections.unmodifiableSequencedMap(
              new LinkedHashMap<>((Map<String, Distribution>) variables));
    }
  }

  /**
   * Draws of what levers perturb, each with every scenario of another design, so that scenarios are
   * compared under the same draws. Scenarios of one draw stand together.
   *
   * @param rows how many draws; with contributions samples, of levers + 2 draws
   * @param seed of the draws
   * @param contributions whether each lever's part in the variance is asked: then draws lie in
   *     Saltelli's design, each lever with numbers of its own
   * @param solve how drawn tables are solved; empty for the cheaper way
   * @param over the scenarios; a grid without variables when there is only one
   * @param where where it stands
   */
  record Draws(
      long rows,
      long seed,
      boolean contributions,
      Optional<DrawPath> solve,
      DesignSpec over,
      Where where)
      implements DesignSpec {}

  /** How the points of a sample are placed. */
  enum Method {
    /** One point in each of {@code rows} slices of each variable, shuffled by the seed. */
    LATIN_HYPERCUBE,
    /** Sobol's sequence, with a random digital shift by the seed. */
    SOBOL,
    /** Independent draws. */
    RANDOM
  }

  /** The distribution of a variable. */
  sealed interface Distribution {
    /**
     * Evenly between two numbers.
     *
     * @param low smallest
     * @param high largest
     */
    record Uniform(double low, double high) implements Distribution {}

    /**
     * Normal.
     *
     * @param mean its mean
     * @param sd its standard deviation, > 0
     */
    record Normal(double mean, double sd) implements Distribution {}

    /**
     * Log-normal, given by its own mean and standard deviation.
     *
     * @param mean its mean, > 0
     * @param sd its standard deviation, > 0
     */
    record LogNormal(double mean, double sd) implements Distribution {}

    /**
     * Triangular.
     *
     * @param low smallest
     * @param mode most likely
     * @param high largest
     */
    record Triangular(double low, double mode, double high) implements Distribution {}
  }
}
