package wassily.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import wassily.label.NearestNames;
import wassily.linalg.Workers;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.table.BadDataException;

/**
 * Sobol indices of the responses of a sweep whose design is Saltelli's, from its result: every cell
 * of every response (each region of a D_cba by region) is a number of its own.
 *
 * @param variables of the design
 * @param design which row is which
 * @param responses in the order asked for
 */
public record SobolAnalysis(
    List<String> variables, SaltelliDesign design, List<OfResponse> responses) {
  /** Values that are held at a time: 128 MiB. */
  private static final long VALUES = 1L << 24;

  /** Copies. */
  public SobolAnalysis {
    variables = List.copyOf(variables);
    responses = List.copyOf(responses);
  }

  /**
   * One response.
   *
   * @param name "D_cba"
   * @param unit its unit, "" when it differs along the stressors
   * @param axes of one scenario's values, outermost first
   * @param cells the indices of each value, row-major
   */
  public record OfResponse(
      String name, String unit, List<ResultAxis> axes, List<SobolIndices> cells) {
    /** Copies. */
    public OfResponse {
      axes = List.copyOf(axes);
      cells = List.copyOf(cells);
    }

    /**
     * The labels of a cell.
     *
     * @param cell row-major
     * @return one for each axis
     */
    public List<String> labels(int cell) {
      return ResultAxis.labels(axes, cell);
    }

    /**
     * How many cells do not vary.
     *
     * @return those whose indices are NaN
     */
    public long constants() {
      return cells.stream().filter(SobolIndices::constant).count();
    }
  }

  /**
   * How intervals are made.
   *
   * @param replicates of the bootstrap, at least 2
   * @param confidence of the intervals, between 0 and 1
   * @param seed of the draws
   */
  public record Bootstrap(int replicates, double confidence, long seed) {}

  /**
   * Computes the indices.
   *
   * @param sweep the result of a sweep that kept all scenarios
   * @param wanted names of responses; empty for all
   * @param bootstrap how intervals are made
   * @param threads how many threads
   * @param progress told the cells done
   * @return the indices
   * @throws BadDataException when the design is another, scenarios failed or were not kept, or
   *     there is no such response
   * @throws IOException when the result cannot be read
   */
  public static SobolAnalysis of(
      ResultSet sweep, List<String> wanted, Bootstrap bootstrap, int threads, Progress progress)
      throws IOException {
    Design values =
        KeptDesign.of(sweep)
            .orElseThrow(
                () ->
                    new BadDataException(
                        "the result has no design with variables; Sobol indices are those of a sweep with design: saltelli"));
    List<String> variables = values.variables();
    if (Draws.of(values).filter(d -> d.scenarios() > 1 && !d.levers().isEmpty()).isPresent()) {
      throw new BadDataException(
          "the sweep has contributions of its draws in each of several scenarios: print them with results --array NAME_contribution");
    }
    SaltelliDesign design = SaltelliDesign.of(variables, values.rows());
    requireAll(sweep, design);
    List<ResultArray> responses = chosen(sweep, wanted);
    var estimator =
        new SobolEstimator(
            design, bootstrap.replicates(), bootstrap.confidence(), bootstrap.seed());
    var found = new ArrayList<OfResponse>();
    for (ResultArray response : responses) {
      found.add(of(response, estimator, design, threads, progress));
    }
    return new SobolAnalysis(variables, design, found);
  }

  private static void requireAll(ResultSet sweep, SaltelliDesign design) {
    var failures = sweep.table("failure");
    if (failures.isPresent() && failures.get().rows() > 0) {
      throw new BadDataException(
          "%,d of %,d scenarios failed, the first is %.0f (%s), and Sobol indices need all of them; narrow the distributions and run the sweep again"
              .formatted(
                  failures.get().rows(),
                  design.rows(),
                  failures.get().numbers(ScenarioPass.SCENARIO).getFirst(),
                  failures.get().texts("reason").getFirst()));
    }
  }

  private static List<ResultArray> chosen(ResultSet sweep, List<String> wanted) {
    var kept =
        sweep.arrays().stream()
            .filter(ScenarioPass::isOf)
            .filter(a -> !a.name().equals(KeptDesign.NAME))
            .toList();
    if (kept.isEmpty()) {
      throw new BadDataException(
          "the result holds statistics, not the scenarios; run the sweep with keep: all");
    }
    if (wanted.isEmpty()) {
      return kept;
    }
    var names = kept.stream().map(ResultArray::name).toList();
    var found = new ArrayList<ResultArray>();
    for (String name : wanted) {
      int at = names.indexOf(name);
      if (at < 0) {
        throw new BadDataException(
            "no response \"%s\"%s".formatted(name, NearestNames.hint(name, names)));
      }
      found.add(kept.get(at));
    }
    return found;
  }

  private static OfResponse of(
      ResultArray response,
      SobolEstimator estimator,
      SaltelliDesign design,
      int threads,
      Progress progress)
      throws IOException {
    var pass = new ScenarioPass(response);
    List<ResultAxis> axes = pass.axes();
    int cells = pass.cells();
    // Cells of one stressor share a unit, so the largest of them says how large rounding may be.
    int slice = axes.size() == 1 ? 1 : cells / axes.getFirst().labels().size();
    double[] sizes = sizes(response, pass, design, slice);
    int width = Math.clamp(VALUES / design.rows(), 1, cells);
    var found = new SobolIndices[cells];
    try (var task = progress.begin("Sobol indices of " + response.name(), cells)) {
      for (int from = 0; from < cells; from += width) {
        int first = from;
        double[][] values = pass.columns(first, Math.min(width, cells - from));
        Workers.forBlocks(
            threads,
            values.length,
            1,
            (c, _) -> {
              int cell = first + (int) c;
              found[cell] =
                  estimator.of(values[(int) c], SobolEstimator.ROUNDING * sizes[cell / slice]);
              task.advance(1);
            });
      }
    }
    return new OfResponse(response.name(), response.unit(), axes, List.of(found));
  }

  /** The largest |value| of each slice; a value that is no number is refused with its scenario. */
  private static double[] sizes(
      ResultArray response, ScenarioPass pass, SaltelliDesign design, int slice)
      throws IOException {
    if (pass.scenarios() != design.rows()) {
      throw new BadDataException(
          "%s has %,d scenarios, the design %,d"
              .formatted(response.name(), pass.scenarios(), design.rows()));
    }
    var sizes = new double[pass.cells() / slice];
    pass.each(
        (scenario, row) -> {
          for (int c = 0; c < row.length; c++) {
            if (!Double.isFinite(row[c])) {
              throw new BadDataException(
                  "%s of scenario %d is %s, and Sobol indices need all scenarios; leave this response out with --of"
                      .formatted(response.name(), scenario, row[c]));
            }
            sizes[c / slice] = Math.max(sizes[c / slice], Math.abs(row[c]));
          }
        });
    return sizes;
  }
}
