package wassily.scenario;

import java.util.Map;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Shape;

/**
 * What a change of A does to W: {@code W' = W + (L·U)·G}, {@code G = (I − L[J,:]·U)⁻¹·W[J,:]} with
 * U the changed columns J of A (method, section 5; Woodbury's identity).
 */
sealed interface ChangedSystem extends AutoCloseable {
  /**
   * How many columns change.
   *
   * @return k
   */
  int rank();

  /**
   * What value added gives way to inputs.
   *
   * @return user → what its value-added coefficients lose
   */
  Map<Integer, Double> absorbed();

  /**
   * What value-added coefficients that stay let inputs and value added exceed output by.
   *
   * @return {@code (1'·ΔA + Δv)[J]·G} by part of Y; empty where it is not asked
   */
  double[] gap();

  /**
   * G.
   *
   * @return k × parts of Y
   */
  DeviceMatrix g();

  /**
   * L·U, where it was solved for.
   *
   * @return n × k, rows in the layout's order
   */
  DeviceMatrix lu(RowLayout layout);

  /**
   * Adds {@code (S_b[origin]·(L·U)[origin])·G} for the scenarios of a run.
   *
   * @param g G, or the columns of it that are wanted
   * @param to a row for each stressor of each scenario of the run
   */
  void add(BatchStep step, Batch.Run run, Origin origin, DeviceBlock g, DeviceBlock to);

  @Override
  void close();

  /** A change that leaves every cell as it is. */
  record None(Map<Integer, Double> absorbed) implements ChangedSystem {
    @Override
    public int rank() {
      return 0;
    }

    @Override
    public double[] gap() {
      return new double[0];
    }

    @Override
    public DeviceMatrix g() {
      throw new IllegalStateException("nothing changes");
    }

    @Override
    public DeviceMatrix lu(RowLayout layout) {
      throw new IllegalStateException("nothing changes");
    }

    @Override
    public void add(BatchStep step, Batch.Run run, Origin origin, DeviceBlock g, DeviceBlock to) {
      throw new IllegalStateException("nothing changes");
    }

    @Override
    public void close() {}
  }

  /**
   * One whose L·U was solved for: any S, and output by producer.
   *
   * @param byLayout L·U
   */
  record Solved(
      int rank,
      Map<RowLayout, DeviceMatrix> byLayout,
      DeviceMatrix g,
      Map<Integer, Double> absorbed,
      double[] gap)
      implements ChangedSystem {
    @Override
    public DeviceMatrix lu(RowLayout layout) {
      return byLayout.get(layout);
    }

    @Override
    public void add(BatchStep step, Batch.Run run, Origin origin, DeviceBlock g, DeviceBlock to) {
      Backend backend = step.backend();
      long k = step.base().stressors();
      try (var small = backend.zeros(new Shape(to.rows(), rank))) {
        backend.multiply(
            1,
            origin.columns(step.intensities(origin.layout()), run.from() * k, run.size() * k),
            origin.rows(lu(origin.layout())),
            0,
            DeviceBlock.of(small));
        backend.multiply(1, DeviceBlock.of(small), g, 1, to);
      }
    }

    @Override
    public void close() {
      byLayout.values().forEach(DeviceMatrix::close);
      g.close();
    }
  }

  /**
   * One of which only {@code M[origin]·U} is known, {@code M[origin] = S[origin]·L[origin,:]}: S is
   * the baseline's, and nothing is asked by producer.
   *
   * @param mu M·U of every origin, one below the other, rows × k
   * @param at where each origin begins in it
   */
  record Multiplied(
      int rank,
      DeviceMatrix mu,
      Map<Origin, Integer> at,
      DeviceMatrix g,
      Map<Integer, Double> absorbed,
      double[] gap)
      implements ChangedSystem {
    @Override
    public DeviceMatrix lu(RowLayout layout) {
      throw new IllegalStateException("L·U was not solved for: nothing is asked by producer");
    }

    @Override
    public void add(BatchStep step, Batch.Run run, Origin origin, DeviceBlock g, DeviceBlock to) {
      int k = step.base().stressors();
      var small = DeviceBlock.ofRows(mu, at.get(origin), k);
      for (long row = 0; row < to.rows(); row += k) {
        var scenario =
            new DeviceBlock(
                to.matrix(), to.firstRow() + row, k, to.firstColumn(), to.columns(), false);
        step.backend().multiply(1, small, g, 1, scenario);
      }
    }

    @Override
    public void close() {
      mu.close();
      g.close();
    }
  }
}
