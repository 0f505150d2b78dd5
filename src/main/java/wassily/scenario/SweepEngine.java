package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import wassily.account.LeontiefSystem;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/**
 * Computes batches of scenarios from one factorization: W = L·Y, kept on the device in the parts
 * that levers treat alike, serves all of them (method, section 5).
 *
 * <p>A batch of B scenarios is two products: {@code S_b·W} by consumer and {@code W·coefficients}
 * by producer; a change of A adds its low-rank update to both. Scenarios of a batch are computed in
 * the order of their change of A, so that those who share one are consecutive rows.
 */
final class SweepEngine implements AutoCloseable {
  private final SweepModel model;
  private final Backend backend;
  private final int batchSize;
  private final int stressors;
  private final IntensityProgram intensity;
  private final double[] baselineDemand;
  private final List<DeviceMatrix> owned = new ArrayList<>();

  /** In the table's order, one group. */
  private final RowLayout plain;

  /** Layout of each response with origin groups. */
  private final Map<ResponsePath, RowLayout> layoutOf = new HashMap<>();

  /** W by layout, n × parts. */
  private final Map<RowLayout, DeviceMatrix> w = new LinkedHashMap<>();

  /** Baseline S by layout, K × n. */
  private final Map<RowLayout, DeviceMatrix> s = new HashMap<>();

  /** Rows of the other accounts, in the table's order, 1 × n. */
  private final Map<ResponsePath.Account, HostMatrix> accounts = new HashMap<>();

  private final Map<ResponsePath, AxisGroups> consumerGroups = new HashMap<>();
  private final Map<ResponsePath, AxisGroups> originGroups = new HashMap<>();

  /** Memory that batches use one after the other, by shape; owned like the rest. */
  private final Map<Shape, ArrayDeque<DeviceMatrix>> pool = new HashMap<>();

  private final ChangeMaker changes;
  private final ChangeCache cache;

  /**
   * Solves for W and puts all that scenarios share on the device.
   *
   * @param model the sweep
   * @param system the factorized table; stays open until this is closed
   * @param backend where it lives
   * @param batchSize scenarios of a batch
   * @param progress told what takes long
   */
  SweepEngine(
      SweepModel model, LeontiefSystem system, Backend backend, int batchSize, Progress progress) {
    this.model = model;
    this.backend = backend;
    this.batchSize = batchSize;
    this.stressors = model.account().stressors().size();
    this.baselineDemand = model.basis().baseline();
    int n = model.table().axes().n();
    this.plain = RowLayout.of(new int[n], 1);
    for (ResponsePath path : model.paths()) {
      consumerGroups.put(path, path.consumerGroups(model.basis()));
      originGroups.put(path, AxisGroups.of(path.origin(), path.origins()));
      if (path.side() == ResponsePath.Side.CONSUMER) {
        layoutOf.put(
            path, path.origins() == 1 ? plain : RowLayout.of(path.origin(), path.origins()));
      }
    }
    try (var arena = Arena.ofShared()) {
      HostMatrix s0 = IntensityProgram.intensities(Arena.ofAuto(), model.table(), model.account());
      this.intensity = new IntensityProgram(model.table(), s0, model.levers());
      HostMatrix total = solve(arena, system, progress);
      var layouts = new ArrayList<RowLayout>(List.of(plain));
      layoutOf.values().stream().filter(l -> l != plain).forEach(layouts::add);
      for (RowLayout layout : layouts) {
        w.put(layout, own(layout.uploadRows(backend, total)));
        s.put(layout, own(layout.uploadColumns(backend, s0)));
      }
      accounts.put(ResponsePath.Account.OUTPUT, ones(n));
      accounts.put(ResponsePath.Account.VALUE_ADDED, valueAdded());
      this.changes = new ChangeMaker(model, system, backend, layouts, total);
      this.cache = new ChangeCache(model, changes);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private DeviceMatrix own(DeviceMatrix m) {
    owned.add(m);
    return m;
  }

  /** W = d̂·M₀⁻¹·parts, n × parts. */
  private HostMatrix solve(Arena arena, LeontiefSystem system, Progress progress) {
    try (var task = progress.begin("solving for W", 1)) {
      var columns = model.basis().columns();
      var b = HostMatrix.allocate(arena, columns.shape().rows(), columns.shape().columns());
      try {
        columns.read(0, b);
      } catch (IOException e) {
        throw new IllegalStateException("final demand in memory cannot fail to be read", e);
      }
      system.solve(b);
      var row = new double[Math.toIntExact(b.columns())];
      for (long i = 0; i < b.rows(); i++) {
        b.getRow(i, row);
        double x = model.table().x()[(int) i];
        for (int c = 0; c < row.length; c++) {
          row[c] *= x == 0 ? 1 : x;
        }
        b.setRow(i, row);
      }
      task.advance(1);
      return b;
    }
  }

  private static HostMatrix ones(int n) {
    var row = new double[n];
    Arrays.fill(row, 1);
    return HostMatrix.of(row);
  }

  /** Value added per unit of output, 0 where x = 0; zeros when the table has none. */
  private HostMatrix valueAdded() {
    var table = model.table();
    var sum = new double[table.axes().n()];
    for (int v = 0; v < table.primaryInputs().size(); v++) {
      if (table.primaryInputs().get(v).kind() == wassily.label.PrimaryInput.Kind.VALUE_ADDED) {
        double[] row = table.v().row(v);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += table.x()[i] == 0 ? 0 : row[i] / table.x()[i];
        }
      }
    }
    return HostMatrix.of(sum);
  }

  /** Values of some scenarios, one row each, by response; null where a scenario failed. */
  record Values(List<HostMatrix> byResponse, List<BatchResult.Failure> failures) {}

  /**
   * Computes a batch of scenarios.
   *
   * @param distinct their numbers; −1 for one in which nothing acts
   * @param arena decides how long the values live
   * @return a row for each
   */
  Values compute(int[] distinct, Arena arena) {
    if (distinct.length > batchSize) {
      throw new IllegalArgumentException(
          "%d scenarios in a batch of %d".formatted(distinct.length, batchSize));
    }
    var failures = new ArrayList<BatchResult.Failure>();
    var batch = Batch.of(model, distinct, batchSize, baselineDemand, failures);
    var out = new ArrayList<HostMatrix>();
    for (ResponsePath path : model.paths()) {
      out.add(HostMatrix.allocate(arena, distinct.length, path.shape().cells()));
    }
    try (var step = new Step(batch, failures)) {
      step.run(out);
    }
    var failed = new boolean[distinct.length];
    for (BatchResult.Failure f : failures) {
      for (int row = 0; row < distinct.length; row++) {
        failed[row] |= distinct[row] == f.distinct();
      }
    }
    for (HostMatrix values : out) {
      for (int row = 0; row < failed.length; row++) {
        if (failed[row]) {
          var nan = new double[Math.toIntExact(values.columns())];
          Arrays.fill(nan, Double.NaN);
          values.setRow(row, nan);
        }
      }
    }
    failures.sort(Comparator.comparingInt(BatchResult.Failure::distinct));
    return new Values(out, failures);
  }

  /** The work of one batch; what it allocates on the device lives as long. */
  private final class Step implements AutoCloseable {
    private final Batch batch;
    private final List<BatchResult.Failure> failures;
    private final List<DeviceMatrix> temporary = new ArrayList<>();
    private final List<DeviceMatrix> borrowed = new ArrayList<>();
    private final DeviceMatrix coefficients;
    private final Map<RowLayout, DeviceMatrix> expanded = new HashMap<>();

    /** (B·K) × R, found when a response leaves them out. */
    private HostMatrix ownFlows;

    Step(Batch batch, List<BatchResult.Failure> failures) {
      this.batch = batch;
      this.failures = failures;
      this.coefficients = keep(backend.upload(batch.coefficients()));
    }

    /**
     * Memory of an earlier batch, or new: fresh pages for every batch cost as much as the copies.
     */
    private DeviceMatrix scratch(long rows, long columns) {
      var shape = new Shape(rows, columns);
      var idle = pool.computeIfAbsent(shape, _ -> new ArrayDeque<>());
      DeviceMatrix m = idle.isEmpty() ? own(backend.zeros(shape)) : idle.pop();
      borrowed.add(m);
      return m;
    }

    private DeviceMatrix keep(DeviceMatrix m) {
      temporary.add(m);
      return m;
    }

    void run(List<HostMatrix> out) {
      var consumers = new LinkedHashMap<RowLayout, List<Integer>>();
      var producers = new ArrayList<Integer>();
      for (int r = 0; r < model.paths().size(); r++) {
        ResponsePath path = model.paths().get(r);
        switch (path.side()) {
          case CONSUMER ->
              consumers.computeIfAbsent(layoutOf.get(path), _ -> new ArrayList<>()).add(r);
          case PRODUCER -> producers.add(r);
          case PRODUCT -> {} // every scenario takes the plain formula
        }
      }
      requireProductive();
      consumers.forEach((layout, responses) -> byConsumer(layout, responses, out));
      if (!producers.isEmpty()) {
        byProducer(producers, out);
      }
    }

    /** Solves the changes of this batch; scenarios whose change cannot be are failures. */
    private void requireProductive() {
      for (Batch.Run run : batch.runs()) {
        try {
          cache.get(run.change());
        } catch (ScenarioFailure e) {
          for (int row = run.from(); row < run.to(); row++) {
            batch.fail(row, e, failures);
          }
        }
      }
    }

    private ChangedSystem changed(Batch.Run run) {
      try {
        return cache.get(run.change());
      } catch (ScenarioFailure e) {
        return null; // its scenarios are failures already; their rows are not looked at
      }
    }

    /** S of every scenario in a layout, (B·K) × n. */
    private DeviceMatrix intensities(RowLayout layout) {
      return expanded.computeIfAbsent(layout, this::expand);
    }

    private DeviceMatrix expand(RowLayout layout) {
      var base = s.get(layout);
      var rows = scratch((long) batchSize * stressors, base.shape().columns());
      backend.repeatRows(base, rows);
      if (!intensity.isEmpty()) {
        intensity.apply(backend, rows, layout.position(), batch.values());
      }
      return rows;
    }

    private void byConsumer(RowLayout layout, List<Integer> responses, List<HostMatrix> out) {
      DeviceMatrix rows = intensities(layout);
      DeviceMatrix by = scratch(rows.shape().rows(), model.basis().size());
      for (int g = 0; g + 1 < layout.start().length; g++) {
        int first = layout.start()[g];
        int count = layout.start()[g + 1] - first;
        var own = DeviceBlock.ofColumns(rows, first, count);
        backend.multiply(
            1, own, DeviceBlock.ofRows(w.get(layout), first, count), 0, DeviceBlock.of(by));
        for (Batch.Run run : batch.runs()) {
          ChangedSystem change = changed(run);
          if (change != null && change.rank() > 0) {
            addUpdate(layout, run, change, rows, by, first, count);
          }
        }
        for (int r : responses) {
          ResponsePath path = model.paths().get(r);
          HostMatrix sums =
              dots(by, coefficients, stressors, consumerGroups.get(path), path.consumers());
          collect(path, sums, g, out.get(r));
        }
      }
      for (int r : responses) {
        ResponsePath path = model.paths().get(r);
        addDirect(path, out.get(r));
        if (!path.ownFlows()) {
          subtractOwn(path, out.get(r));
        }
      }
    }

    /**
     * Takes {@code Σ_{i∈r} S[i]·Σ_c W[i,(r,c)]} of every region out: R small products of its block
     * of columns of S and its block of W.
     */
    private void subtractOwn(ResponsePath path, HostMatrix out) {
      if (ownFlows == null) {
        ownFlows = ownFlows();
      }
      var axes = model.table().axes();
      for (int row = 0; row < batch.size(); row++) {
        for (int r = 0; r < axes.regions().size(); r++) {
          int o = path.origin()[axes.row(r, 0)];
          int c = path.consumer()[axes.column(r, 0)];
          for (int k = 0; k < stressors && o >= 0 && c >= 0; k++) {
            out.add(
                batch.place(row),
                (long) k * path.cellsOfOne() + path.cell()[o * path.consumers() + c],
                -ownFlows.get((long) row * stressors + k, r));
          }
        }
      }
    }

    private HostMatrix ownFlows() {
      var axes = model.table().axes();
      int regions = axes.regions().size();
      int sectors = axes.sectors().size();
      DeviceMatrix rows = intensities(plain);
      DeviceMatrix by = scratch(rows.shape().rows(), model.basis().size());
      var region = new int[model.basis().size()];
      Arrays.fill(region, -1);
      for (int r = 0; r < regions; r++) {
        int first = model.basis().first(axes.column(r, 0));
        int parts = model.basis().first(axes.column(r, 0) + axes.categories().size()) - first;
        Arrays.fill(region, first, first + parts, r);
        backend.multiply(
            1,
            DeviceBlock.ofColumns(rows, (long) r * sectors, sectors),
            new DeviceBlock(w.get(plain), (long) r * sectors, sectors, first, parts, false),
            0,
            DeviceBlock.ofColumns(by, first, parts));
        for (Batch.Run run : batch.runs()) {
          ChangedSystem change = changed(run);
          if (change != null && change.rank() > 0) {
            long from = (long) run.from() * stressors;
            long height = (long) (run.to() - run.from()) * stressors;
            try (var small = backend.zeros(new Shape(height, change.rank()))) {
              backend.multiply(
                  1,
                  new DeviceBlock(rows, from, height, (long) r * sectors, sectors, false),
                  DeviceBlock.ofRows(change.lu().get(plain), (long) r * sectors, sectors),
                  0,
                  DeviceBlock.of(small));
              backend.multiply(
                  1,
                  DeviceBlock.of(small),
                  DeviceBlock.ofColumns(change.g(), first, parts),
                  1,
                  new DeviceBlock(by, from, height, first, parts, false));
            }
          }
        }
      }
      return dots(by, coefficients, stressors, AxisGroups.of(region, regions), regions);
    }

    /** Rows of a run += (S·LU)·G over the rows of one origin group. */
    private void addUpdate(
        RowLayout layout,
        Batch.Run run,
        ChangedSystem change,
        DeviceMatrix rows,
        DeviceMatrix by,
        int first,
        int count) {
      long from = (long) run.from() * stressors;
      long height = (long) (run.to() - run.from()) * stressors;
      try (var small = backend.zeros(new Shape(height, change.rank()))) {
        backend.multiply(
            1,
            new DeviceBlock(rows, from, height, first, count, false),
            DeviceBlock.ofRows(change.lu().get(layout), first, count),
            0,
            DeviceBlock.of(small));
        backend.multiply(
            1,
            DeviceBlock.of(small),
            DeviceBlock.of(change.g()),
            1,
            DeviceBlock.ofRows(by, from, height));
      }
    }

    private void byProducer(List<Integer> responses, List<HostMatrix> out) {
      int n = model.table().axes().n();
      // x of every scenario, B × n.
      DeviceMatrix x = scratch(batchSize, n);
      backend.multiply(
          1,
          DeviceBlock.of(coefficients),
          DeviceBlock.of(w.get(plain)).transposed(),
          0,
          DeviceBlock.of(x));
      for (Batch.Run run : batch.runs()) {
        ChangedSystem change = changed(run);
        if (change != null && change.rank() > 0) {
          int height = run.to() - run.from();
          try (var small = backend.zeros(new Shape(height, change.rank()))) {
            backend.multiply(
                1,
                DeviceBlock.ofRows(coefficients, run.from(), height),
                DeviceBlock.of(change.g()).transposed(),
                0,
                DeviceBlock.of(small));
            backend.multiply(
                1,
                DeviceBlock.of(small),
                DeviceBlock.of(change.lu().get(plain)).transposed(),
                1,
                DeviceBlock.ofRows(x, run.from(), height));
          }
        }
      }
      var rowsOf = new HashMap<ResponsePath.Account, DeviceMatrix>();
      for (int r : responses) {
        ResponsePath path = model.paths().get(r);
        int repeat = path.account() == ResponsePath.Account.EMISSIONS ? stressors : 1;
        DeviceMatrix rows = rowsOf.computeIfAbsent(path.account(), this::accountRows);
        HostMatrix sums = dots(rows, x, repeat, originGroups.get(path), path.origins());
        for (int row = 0; row < batch.size(); row++) {
          for (int k = 0; k < repeat; k++) {
            for (int o = 0; o < path.origins(); o++) {
              out.get(r)
                  .set(
                      batch.place(row),
                      (long) k * path.cellsOfOne() + path.cell()[o],
                      sums.get((long) row * repeat + k, o));
            }
          }
        }
        addDirect(path, out.get(r));
        addIdle(path, out.get(r));
      }
    }

    /** F where x = 0 is in D_pba and in nobody's footprint, whatever a scenario changes. */
    private void addIdle(ResponsePath path, HostMatrix out) {
      if (path.account() != ResponsePath.Account.EMISSIONS) {
        return;
      }
      double[] x = model.table().x();
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; x[i] == 0 && path.origin()[i] >= 0 && k < stressors; k++) {
          for (int row = 0; row < batch.size(); row++) {
            out.add(
                batch.place(row),
                (long) k * path.cellsOfOne() + path.cell()[path.origin()[i]],
                model.account().f().get(k, i));
          }
        }
      }
    }

    private DeviceMatrix accountRows(ResponsePath.Account account) {
      if (account == ResponsePath.Account.EMISSIONS) {
        return intensities(plain);
      }
      try (var arena = Arena.ofShared()) {
        HostMatrix base = accounts.get(account);
        var rows = HostMatrix.allocate(arena, batchSize, base.columns());
        for (int row = 0; row < batchSize; row++) {
          rows.panel(row, 1).segment().copyFrom(base.segment());
        }
        if (account == ResponsePath.Account.VALUE_ADDED) {
          for (Batch.Run run : batch.runs()) {
            ChangedSystem change = changed(run);
            if (change != null) {
              change
                  .absorbed()
                  .forEach(
                      (j, lost) -> {
                        for (int row = run.from(); row < run.to(); row++) {
                          rows.add(row, j, -lost);
                        }
                      });
            }
          }
        }
        return keep(backend.upload(rows));
      }
    }

    private HostMatrix dots(
        DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups groups, int count) {
      try (var sums = backend.zeros(new Shape(a.shape().rows(), count))) {
        backend.groupedDots(a, b, repeat, groups, sums);
        var host = HostMatrix.allocate(Arena.ofAuto(), sums.shape().rows(), count);
        sums.download(host);
        return host;
      }
    }

    private void collect(ResponsePath path, HostMatrix sums, int origin, HostMatrix out) {
      for (int row = 0; row < batch.size(); row++) {
        for (int k = 0; k < stressors; k++) {
          for (int c = 0; c < path.consumers(); c++) {
            out.set(
                batch.place(row),
                (long) k * path.cellsOfOne() + path.cell()[origin * path.consumers() + c],
                sums.get((long) row * stressors + k, c));
          }
        }
      }
    }

    private void addDirect(ResponsePath path, HostMatrix out) {
      if (path.direct() == null) {
        return;
      }
      var fY = model.account().fY();
      int categories = model.table().axes().categories().size();
      for (int row = 0; row < batch.size(); row++) {
        double[] demand = batch.direct(row);
        double[][] cleaner = intensity.direct(batch.values().get(row));
        for (int k = 0; k < stressors; k++) {
          for (int c = 0; c < path.direct().length; c++) {
            if (path.direct()[c] >= 0) {
              double direct = fY.get(k, c) * demand[c];
              if (cleaner != null) {
                direct *= cleaner[k][c / categories];
              }
              out.add(batch.place(row), (long) k * path.cellsOfOne() + path.direct()[c], direct);
            }
          }
        }
      }
    }

    @Override
    public void close() {
      temporary.forEach(DeviceMatrix::close);
      borrowed.forEach(m -> pool.get(m.shape()).push(m));
    }
  }

  /** The bytes of device memory that a batch needs beside the factors. */
  static long bytes(SweepModel model, int batchSize) {
    long n = model.table().axes().n();
    long parts = model.basis().size();
    long k = model.account().stressors().size();
    long layouts =
        1
            + model.paths().stream()
                .filter(p -> p.side() == ResponsePath.Side.CONSUMER && p.origins() > 1)
                .count();
    long shared = layouts * (n * parts + k * n);
    long batch = batchSize * (layouts * k * n + layouts * k * parts + 2 * n + parts);
    long change =
        IntStream.of(model.columns().size()).mapToLong(u -> u * (layouts * n + parts)).sum();
    return Double.BYTES * (shared + batch + change);
  }

  @Override
  public void close() {
    if (cache != null) {
      cache.close();
    }
    if (changes != null) {
      changes.close();
    }
    owned.forEach(DeviceMatrix::close);
    owned.clear();
  }
}
