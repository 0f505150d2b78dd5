package wassily.linalg;

/** Refuses rows of scenarios that do not fit together, naming the shapes. */
public final class ScenarioShapes {
  private ScenarioShapes() {}

  /**
   * Of {@link Backend#repeatRows}.
   *
   * @param base shape of the rows
   * @param out shape of the copies
   */
  public static void requireRepeat(Shape base, Shape out) {
    boolean fits =
        base.columns() == out.columns()
            && (base.rows() == 0 ? out.rows() == 0 : out.rows() % base.rows() == 0);
    if (!fits) {
      throw new IllegalArgumentException("copies of %s in %s".formatted(base, out));
    }
  }

  /**
   * Of {@link Backend#scaleCells} and {@link Backend#lowerCells}.
   *
   * @param m shape of the rows
   * @param repeat rows of a scenario
   * @param columns which columns
   * @param scenarios how many numbers were given
   */
  public static void requireCells(Shape m, long repeat, int[] columns, int scenarios) {
    if (repeat < 1 || m.rows() != repeat * scenarios) {
      throw new IllegalArgumentException(
          "numbers of %d scenarios with %d rows each for %s".formatted(scenarios, repeat, m));
    }
    for (int c : columns) {
      if (c < 0 || c >= m.columns()) {
        throw new IllegalArgumentException("column %d of a matrix of %s".formatted(c, m));
      }
    }
  }

  /**
   * Of {@link Backend#groupedDots}.
   *
   * @param a shape of the rows
   * @param b shape of the scenarios
   * @param repeat rows of a scenario
   * @param columns groups
   * @param out shape of the sums
   */
  public static void requireDots(Shape a, Shape b, int repeat, AxisGroups columns, Shape out) {
    if (repeat < 1
        || a.rows() != repeat * b.rows()
        || columns.size() != a.columns()
        || copies(a, b) < 1
        || b.columns() != copies(a, b) * a.columns()
        || !out.equals(new Shape(a.rows(), copies(a, b) * columns.count()))) {
      throw new IllegalArgumentException(
          "products of %s with %s, %d rows each, by %s into %s"
              .formatted(a, b, repeat, columns, out));
    }
  }

  /**
   * Of {@link Backend#groupedDots}: how many rows of b belong to one of a, C.
   *
   * @param a shape of the rows
   * @param b shape of the scenarios
   * @return C
   */
  public static long copies(Shape a, Shape b) {
    return a.columns() == 0 ? 1 : b.columns() / a.columns();
  }

  /**
   * Of {@link Backend#lowerCells}: a column of the benchmark for each column that is lowered.
   *
   * @param columns which columns
   * @param benchmark shape of the benchmark
   */
  public static void requireBenchmark(int[] columns, Shape benchmark) {
    if (benchmark.columns() != columns.length) {
      throw new IllegalArgumentException(
          "a benchmark of %s for %d columns".formatted(benchmark, columns.length));
    }
  }

  /**
   * Of a change of the rows of scenarios.
   *
   * @param change the change
   * @param repeat rows of a scenario
   * @param m shape of the rows
   */
  public static void require(CellChange change, long repeat, Shape m) {
    switch (change) {
      case CellChange.Scale s -> requireCells(m, repeat, s.columns(), s.factors().length);
      case CellChange.Lower l -> {
        requireBenchmark(l.columns(), l.benchmark().shape());
        if (l.benchmark().rows() != repeat) {
          throw new IllegalArgumentException(
              "a benchmark of %s for %d rows of a scenario"
                  .formatted(l.benchmark().shape(), repeat));
        }
        requireCells(m, repeat, l.columns(), l.strengths().length);
      }
    }
  }
}
