package wassily.linalg;

/** What is done to some columns of the rows of scenarios; a row b·K + k belongs to scenario b. */
public sealed interface CellChange {
  /**
   * The columns it is done to.
   *
   * @return each once
   */
  int[] columns();

  /**
   * Does it where the rows are.
   *
   * @param backend where
   * @param rows (scenarios·K) × n; overwritten in the columns
   * @param repeat K
   */
  void apply(Backend backend, DeviceMatrix rows, int repeat);

  /**
   * Factors, as of {@link Backend#scaleCells}.
   *
   * @param columns which columns, each once
   * @param factors a number for each scenario
   */
  record Scale(int[] columns, double[] factors) implements CellChange {
    @Override
    public void apply(Backend backend, DeviceMatrix rows, int repeat) {
      backend.scaleCells(rows, repeat, columns, factors);
    }
  }

  /**
   * Benchmarks, as of {@link Backend#lowerCells}.
   *
   * @param columns which columns, each once
   * @param benchmark K × as many as columns
   * @param strengths a number for each scenario
   */
  record Lower(int[] columns, HostMatrix benchmark, double[] strengths) implements CellChange {
    @Override
    public void apply(Backend backend, DeviceMatrix rows, int repeat) {
      backend.lowerCells(rows, columns, benchmark, strengths);
    }
  }
}
