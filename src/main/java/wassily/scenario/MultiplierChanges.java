package wassily.scenario;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/**
 * Changes of A where S is the baseline's and everything is asked by consumer: no solve for a
 * change. The multipliers {@code M[origin] = S[origin]·L[origin,:]}, the column sums {@code 1'·L}
 * and the rows {@code L[J*,:]} of all columns J* that may change are solved for once; a change then
 * takes one product of these rows with U (method, section 5).
 *
 * <p>A change of rank k costs {@code 2·n·k·(k + K + 1)} operations in place of {@code 2·n²·k}.
 */
final class MultiplierChanges implements ChangeMaker {
  private final Backend backend;
  private final CapacitanceMatrix core;

  /** M of every origin, then 1'·L, then L[J*,:]; (fixed + users) × n. */
  private final HostMatrix left;

  private final Map<Origin, Integer> at;

  /** Rows of {@link #left} that every change needs. */
  private final int fixed;

  /**
   * The rows of {@link #left} that the last change took, in the columns that levers may change:
   * often the next one's too.
   */
  private Optional<Gathered> last = Optional.empty();

  private HostMatrix staged;

  private record Gathered(IntBuffer columns, DeviceMatrix matrix) {}

  MultiplierChanges(BaselineOnDevice base, LeontiefSystem system, CapacitanceMatrix core) {
    this.backend = base.backend();
    this.core = core;
    SweepModel model = base.model();
    List<Origin> origins = origins(base);
    this.at = new LinkedHashMap<>();
    int k = base.stressors();
    int n = model.table().axes().n();
    int[] users = model.columns().users();
    this.fixed = origins.size() * k + 1;
    this.left = HostMatrix.allocate(Arena.ofAuto(), (long) fixed + users.length, n);
    HostMatrix s = base.intensity().baseline();
    for (Origin origin : origins) {
      int first = at.size() * k;
      at.put(origin, first);
      for (int row = 0; row < k; row++) {
        for (int p = origin.first(); p < origin.first() + origin.count(); p++) {
          int i = origin.layout().order()[p];
          left.set(first + row, i, s.get(row, i));
        }
      }
    }
    for (int i = 0; i < n; i++) {
      left.set(fixed - 1, i, 1);
    }
    for (int u = 0; u < users.length; u++) {
      left.set((long) fixed + u, users[u], 1);
    }
    system.leontiefTransposed(left);
  }

  /** What {@link BatchPart}s ask for. */
  private static List<Origin> origins(BaselineOnDevice base) {
    var origins = new LinkedHashSet<Origin>();
    for (ResponsePath path : byConsumer(base.model())) {
      RowLayout layout = base.layout(path);
      for (int g = 0; g + 1 < layout.start().length; g++) {
        origins.add(Origin.ofGroup(layout, g));
      }
      if (!path.ownFlows()) {
        var own = new OwnRegions(base.model());
        for (int r = 0; r < own.count(); r++) {
          origins.add(own.rows(base.plain(), r));
        }
      }
    }
    return new ArrayList<>(origins);
  }

  private static List<ResponsePath> byConsumer(SweepModel model) {
    return model.paths().stream().filter(p -> p.side() == ResponsePath.Side.CONSUMER).toList();
  }

  /** Rows of L and M that are kept: of origins, their column sums, and changed columns. */
  static long rows(SweepModel model) {
    long origins = 0;
    for (ResponsePath path : byConsumer(model)) {
      origins += path.origins();
      origins += path.ownFlows() ? 0 : model.table().axes().regions().size();
    }
    return origins * model.account().stressors().size() + 1 + model.columns().size();
  }

  /** Whether a sweep's changes can be made so. */
  static boolean serves(SweepModel model) {
    return model.columns().size() > 0
        && model.levers().stream().noneMatch(l -> l.action() instanceof ResolvedAction.OfIntensity)
        && model.paths().stream()
            .allMatch(
                p ->
                    p.side() == ResponsePath.Side.CONSUMER
                        || p.side() == ResponsePath.Side.BALANCE);
  }

  @Override
  public void prepare(int[] rows) {
    // Each change gathers the columns of L that it needs.
  }

  @Override
  public ChangedSystem make(CoefficientState.CoefficientChange change) throws ScenarioFailure {
    int k = change.columns().length;
    DeviceMatrix rows = gather(change);
    DeviceMatrix product = backend.zeros(new Shape(fixed + k, k));
    try (var arena = Arena.ofShared()) {
      try (var u = backend.upload(delta(change))) {
        backend.multiply(
            1, DeviceBlock.of(rows), DeviceBlock.of(u).transposed(), 0, DeviceBlock.of(product));
      }
      var lju = HostMatrix.allocate(arena, k, k);
      product.downloadRows(fixed, lju);
      try (var factors = core.factorize(lju)) {
        var sums = HostMatrix.allocate(arena, 1, k);
        product.downloadRows(fixed - 1, sums);
        try (var solved = backend.upload(sums)) {
          factors.solveTransposed(solved);
          solved.download(sums);
        }
        requireProductive(change.columns(), sums.row(0));
        DeviceMatrix g = core.g(factors, change.columns());
        try {
          return new ChangedSystem.Multiplied(
              k, product, at, g, change.absorbed(), core.gap(change, g));
        } catch (RuntimeException | Error e) {
          g.close();
          throw e;
        }
      }
    } catch (ScenarioFailure | RuntimeException | Error e) {
      product.close();
      throw e;
    }
  }

  /**
   * ΔA[rows,columns]ᵀ, in memory that the next change of this shape takes: fresh pages are slow.
   */
  private HostMatrix delta(CoefficientState.CoefficientChange change) {
    int k = change.columns().length;
    if (staged == null || staged.rows() != k) {
      staged = HostMatrix.allocate(Arena.ofAuto(), k, change.rows().length);
    }
    change.fillTransposed(staged);
    return staged;
  }

  /** M, 1'·L and L[J,:] in the columns that ΔA has rows for, (fixed + k) × rows. */
  private DeviceMatrix gather(CoefficientState.CoefficientChange change) {
    var columns = IntBuffer.wrap(change.columns());
    if (last.isPresent() && last.get().columns.equals(columns)) {
      return last.get().matrix;
    }
    try (var arena = Arena.ofShared()) {
      int k = change.columns().length;
      int width = change.rows().length;
      var some = HostMatrix.allocate(arena, (long) fixed + k, width);
      for (int r = 0; r < fixed + k; r++) {
        int from = r < fixed ? r : fixed + core.userAt(change.columns()[r - fixed]);
        MemorySegment row = left.panel(from, 1).segment();
        if (width == left.columns()) {
          some.panel(r, 1).segment().copyFrom(row);
          continue;
        }
        var cells = new double[width];
        for (int c = 0; c < width; c++) {
          cells[c] = row.getAtIndex(ValueLayout.JAVA_DOUBLE, change.rows()[c]);
        }
        some.setRow(r, cells);
      }
      var gathered = new Gathered(columns, backend.upload(some));
      last.ifPresent(old -> old.matrix.close());
      last = Optional.of(gathered);
      return gathered.matrix;
    }
  }

  /**
   * A' ≥ 0 is productive exactly when {@code u' = 1'·L' ≥ 0}: then {@code u'·(I−A') = 1' > 0}
   * (Miller &amp; Blair 2009, appendix 2.2), with {@code 1'·L' = 1'·L + (1'·L·U·core⁻¹)·L[J,:]}. u
   * is 1 or more then, so that no rounding decides.
   */
  private void requireProductive(int[] columns, double[] solved) throws ScenarioFailure {
    double[] sums = left.row(fixed - 1);
    var row = new double[sums.length];
    for (int c = 0; c < columns.length; c++) {
      left.getRow((long) fixed + core.userAt(columns[c]), row);
      double factor = solved[c];
      for (int i = 0; i < row.length; i++) {
        sums[i] += factor * row[i];
      }
    }
    for (double sum : sums) {
      if (!(sum > 0)) {
        throw ChangeMaker.unproductive();
      }
    }
  }

  @Override
  public void close() {
    last.ifPresent(g -> g.matrix.close());
    last = Optional.empty();
  }
}
