package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import wassily.account.LeontiefSystem;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/**
 * What all batches share, on the device: W = L·Y in the parts that levers treat alike, S, the rows
 * of other accounts, and where each response finds its rows and columns.
 */
final class BaselineOnDevice implements AutoCloseable {
  private final SweepModel model;
  private final LeontiefSystem system;
  private final Backend backend;
  private final int batchSize;
  private final int stressors;
  private final IntensityProgram intensity;
  private final List<DeviceMatrix> owned = new ArrayList<>();

  private final EmissionRows rows;

  /** The rows that S·W is summed over, in the table's order, one group. */
  private final RowLayout plain;

  /** The rows of the table, one group; the same where none are summed. */
  private final RowLayout whole;

  private final Map<ResponsePath, RowLayout> layoutOf = new HashMap<>();

  /** W by layout, rows × parts. */
  private final Map<RowLayout, DeviceMatrix> w = new LinkedHashMap<>();

  /** Baseline S by layout, K × rows. */
  private final Map<RowLayout, DeviceMatrix> s = new HashMap<>();

  /** Y in parts by layout of products, n × parts. */
  private final Map<RowLayout, DeviceMatrix> y = new HashMap<>();

  /** What is the same in every batch: made when first asked for. */
  private final Map<RowLayout, DeviceMatrix> repeatedS = new HashMap<>();

  private final Map<RowLayout, DeviceMatrix> m = new HashMap<>();

  private final Map<Followed, Map<Origin, DeviceMatrix>> products = new EnumMap<>(Followed.class);
  private final Map<ResponsePath.Account, HostMatrix> accounts = new HashMap<>();
  private final Map<ResponsePath.Account, DeviceMatrix> repeatedAccounts = new HashMap<>();

  /** Parts of Y by consumer, of responses that are summed by consumer first. */
  private final Map<ResponsePath, RowLayout> partsByConsumer = new HashMap<>();

  /** W with its columns in these orders, rows × parts. */
  private final Map<RowLayout, DeviceMatrix> wByConsumer = new HashMap<>();

  /** Sums of rows of W by origin, origins × parts. */
  private final Map<ResponsePath, DeviceMatrix> accountSums = new HashMap<>();

  private final Map<ResponsePath, AxisGroups> consumerGroups = new HashMap<>();
  private final Map<ResponsePath, AxisGroups> originGroups = new HashMap<>();

  /**
   * Puts the baseline on the device.
   *
   * @param system the factorized table; stays open as long as this is used
   * @param total W, n × parts, in the table's order
   */
  BaselineOnDevice(
      SweepModel model, LeontiefSystem system, HostMatrix total, Backend backend, int batchSize) {
    this.model = model;
    this.system = system;
    this.backend = backend;
    this.batchSize = batchSize;
    this.stressors = model.account().stressors().size();
    this.rows = model.emitting();
    this.plain = RowLayout.of(new int[rows.size()], 1);
    this.whole = rows.areOfTable() ? plain : RowLayout.of(new int[model.table().axes().n()], 1);
    layoutOf.putAll(ResponseLayouts.of(model, plain));
    for (ResponsePath path : model.paths()) {
      consumerGroups.put(path, path.consumerGroups(model.basis()));
      boolean emissions = path.account() == ResponsePath.Account.EMISSIONS;
      originGroups.put(
          path,
          AxisGroups.of(emissions ? rows.groups(path.origin()) : path.origin(), path.origins()));
    }
    HostMatrix s0 =
        IntensityProgram.intensities(Arena.ofAuto(), model.table(), model.account().f());
    this.intensity = new IntensityProgram(model.table(), s0, model.levers());
    try (var arena = Arena.ofShared()) {
      uploadRows(arena, s0, total);
      if (model.needsOutput() && !w.containsKey(whole)) {
        w.put(whole, own(whole.uploadRows(backend, total)));
      }
      uploadProducts();
      uploadAccountSums(arena, total);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** W and S in the orders that responses ask for, some of W without what regions keep. */
  private void uploadRows(Arena arena, HostMatrix s0, HostMatrix total) {
    int threads = backend.info().threads();
    HostMatrix summed = rows.sums(arena, s0, total, threads);
    HostMatrix toOthers =
        model.paths().stream().anyMatch(model::leavesOwnOut)
            ? rows.sums(arena, s0, total, threads, new OwnRegions(model)::partsOfRow)
            : summed;
    HostMatrix factors = rows.intensities(arena, s0);
    upload(plain, summed, factors);
    for (ResponsePath path : model.paths()) {
      HostMatrix sums = model.leavesOwnOut(path) ? toOthers : summed;
      if (model.consumersFirst(path)) {
        wByConsumer.computeIfAbsent(
            partsByConsumer(path), parts -> own(parts.uploadColumns(backend, sums)));
      } else if (path.side() == ResponsePath.Side.CONSUMER) {
        upload(layoutOf.get(path), sums, factors);
      }
    }
  }

  private void upload(RowLayout layout, HostMatrix sums, HostMatrix factors) {
    if (!w.containsKey(layout)) {
      w.put(layout, own(layout.uploadRows(backend, sums)));
      s.put(layout, own(layout.uploadColumns(backend, factors)));
    }
  }

  private void uploadProducts() {
    var layouts = new LinkedHashSet<RowLayout>();
    model.paths().stream()
        .filter(p -> p.side() == ResponsePath.Side.PRODUCT)
        .forEach(p -> layouts.add(layoutOf.get(p)));
    if (layouts.isEmpty()) {
      return;
    }
    try (var arena = Arena.ofShared()) {
      HostMatrix parts = model.basis().matrix(arena);
      for (RowLayout layout : layouts) {
        y.put(layout, own(layout.uploadRows(backend, parts)));
      }
    }
  }

  private void uploadAccountSums(Arena arena, HostMatrix total) {
    for (ResponsePath path : model.paths()) {
      if (model.sumsAccount(path)) {
        double[] a = account(path.account()).row(0);
        List<int[]> members = path.members();
        double[][] weights =
            members.stream()
                .map(of -> Arrays.stream(of).mapToDouble(i -> a[i]).toArray())
                .toArray(double[][]::new);
        HostMatrix sums =
            EmissionRows.weighted(arena, members, weights, total, backend.info().threads());
        accountSums.put(path, own(backend.upload(sums)));
      }
    }
  }

  private DeviceMatrix own(DeviceMatrix m) {
    owned.add(m);
    return m;
  }

  SweepModel model() {
    return model;
  }

  Backend backend() {
    return backend;
  }

  int batchSize() {
    return batchSize;
  }

  /** K. */
  int stressors() {
    return stressors;
  }

  IntensityProgram intensity() {
    return intensity;
  }

  /** The rows that S·W is summed over. */
  EmissionRows rows() {
    return rows;
  }

  /** These rows in the table's order, in one group. */
  RowLayout plain() {
    return plain;
  }

  /** The parts of Y in an order in which those of a response's consumers are consecutive. */
  RowLayout partsByConsumer(ResponsePath path) {
    return partsByConsumer.computeIfAbsent(
        path, p -> RowLayout.of(p.consumerOfParts(model.basis()), p.consumers()));
  }

  /** W with its columns in such an order, rows × parts. */
  DeviceMatrix wByConsumer(RowLayout parts) {
    return wByConsumer.get(parts);
  }

  /** The table's own rows, in one group. */
  RowLayout whole() {
    return whole;
  }

  /** Sums of rows of W by origin, with the coefficients of the account: origins × parts. */
  DeviceMatrix accountSums(ResponsePath path) {
    return accountSums.get(path);
  }

  /** The order of rows of a response by consumer. */
  RowLayout layout(ResponsePath path) {
    return layoutOf.get(path);
  }

  Collection<RowLayout> layouts() {
    return w.keySet();
  }

  /** W, rows × parts. */
  DeviceMatrix w(RowLayout layout) {
    return w.get(layout);
  }

  /** Y in parts, n × parts. */
  DeviceMatrix y(RowLayout layout) {
    return y.get(layout);
  }

  /** Baseline M = S·L, K × n. */
  DeviceMatrix m(RowLayout layout) {
    return m.computeIfAbsent(
        layout,
        l -> {
          try (var arena = Arena.ofShared()) {
            HostMatrix s0 = intensity.baseline();
            var rows = HostMatrix.allocate(arena, s0.rows(), s0.columns());
            rows.segment().copyFrom(s0.segment());
            system.leontiefTransposed(rows);
            return own(l.uploadColumns(backend, rows));
          }
        });
  }

  /** The factorized table. */
  LeontiefSystem system() {
    return system;
  }

  /** Baseline S, K × rows. */
  DeviceMatrix s(RowLayout layout) {
    return s.get(layout);
  }

  AxisGroups consumerGroups(ResponsePath path) {
    return consumerGroups.get(path);
  }

  AxisGroups originGroups(ResponsePath path) {
    return originGroups.get(path);
  }

  /** S of every scenario where no lever changes it, (B·K) × rows. */
  DeviceMatrix repeatedS(RowLayout layout) {
    return repeatedS.computeIfAbsent(layout, l -> repeated(s.get(l), stressors));
  }

  /** {@code S·W} or {@code M·Y} of an origin where no lever changes S, K × parts. */
  DeviceMatrix product(Followed followed, Origin origin) {
    return products
        .computeIfAbsent(followed, _ -> new HashMap<>())
        .computeIfAbsent(
            origin,
            o -> {
              var product = own(backend.zeros(new Shape(stressors, model.basis().size())));
              backend.multiply(
                  1,
                  o.columns(followed.baselineRows(this, o.layout())),
                  o.rows(followed.columns(this, o.layout())),
                  0,
                  DeviceBlock.of(product));
              return product;
            });
  }

  /** The coefficients of another account in the table's order, 1 × n. */
  HostMatrix account(ResponsePath.Account account) {
    return accounts.computeIfAbsent(
        account,
        a -> {
          int n = model.table().axes().n();
          if (a == ResponsePath.Account.VALUE_ADDED) {
            return HostMatrix.of(IntensityProgram.valueAdded(model.table()));
          }
          var ones = new double[n];
          Arrays.fill(ones, 1);
          return HostMatrix.of(ones);
        });
  }

  /** The same for every scenario, B × n. */
  DeviceMatrix repeatedAccount(ResponsePath.Account account) {
    return repeatedAccounts.computeIfAbsent(
        account,
        a -> {
          try (var row = backend.upload(account(a))) {
            return repeated(row, 1);
          }
        });
  }

  private DeviceMatrix repeated(DeviceMatrix base, int rows) {
    var all = own(backend.zeros(new Shape((long) batchSize * rows, base.shape().columns())));
    backend.repeatRows(base, all);
    return all;
  }

  @Override
  public void close() {
    owned.forEach(DeviceMatrix::close);
    owned.clear();
  }
}
