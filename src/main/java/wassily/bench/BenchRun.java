package wassily.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import wassily.bench.BenchReport.Device;
import wassily.bench.BenchReport.Size;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.HostMemory;
import wassily.linalg.timing.Spread;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.TableGenerator;

/**
 * Measures ceilings first and then analyses of generated tables, from small to large. With several
 * devices they take turns within every round, so that a machine that slows down slows all.
 */
public final class BenchRun {
  /** Below, copies and threads that wait for each other are most of the time, not n³ operations. */
  private static final int CUBIC = 2_000;

  private final BenchOptions options;
  private final List<Backend> backends;
  private final Progress progress;
  private final List<String> leftOut = new ArrayList<>();

  /**
   * Prepares a run.
   *
   * @param options what is measured
   * @param backends on what; stay the caller's
   * @param progress told how far it is
   */
  public BenchRun(BenchOptions options, List<Backend> backends, Progress progress) {
    this.options = options;
    this.backends = List.copyOf(backends);
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param machine the surroundings, for the report
   * @param startSeconds from the start of the process to the command
   * @return all times
   * @throws IOException when a table cannot be written or read
   * @throws BackendException.OutOfMemory when an order that was asked for does not fit
   */
  public BenchReport run(Map<String, String> machine, OptionalDouble startSeconds)
      throws IOException {
    long start = System.nanoTime();
    Optional<ProcessorUse> used = ProcessorUse.now();
    var ceilings = new ArrayList<List<Ceiling>>();
    try (var task = progress.begin("measuring the machine", backends.size())) {
      for (Backend backend : backends) {
        ceilings.add(new Ceilings(options).of(backend));
        task.advance(1);
      }
    }
    Optional<Taken> taken = ProcessorUse.since(used);
    var sizes = new ArrayList<List<Size>>();
    backends.forEach(_ -> sizes.add(new ArrayList<>()));
    double last = 0;
    int lastOrder = 0;
    for (int wanted : options.orders()) {
      var shape = TableShape.near(wanted);
      double spent = (System.nanoTime() - start) * 1e-9;
      if (!options.every() && lastOrder > 0) {
        double growth = Math.pow((double) shape.n() / lastOrder, lastOrder < CUBIC ? 2 : 3);
        double expected = last * growth;
        if (spent + expected > options.budgetSeconds()) {
          leftOut.add(
              "n = %,d: about %,.0f s more, %,.0f s of %,.0f s are spent"
                  .formatted(shape.n(), expected, spent, options.budgetSeconds()));
          continue;
        }
      }
      try {
        requireMemory(shape);
      } catch (BackendException.OutOfMemory e) {
        if (options.every() || lastOrder == 0) {
          throw e;
        }
        leftOut.add("n = %,d: %s".formatted(shape.n(), e.getMessage()));
        continue;
      }
      long from = System.nanoTime();
      measure(shape, ceilings, sizes);
      last = (System.nanoTime() - from) * 1e-9;
      lastOrder = shape.n();
    }
    var devices = new ArrayList<Device>();
    for (int d = 0; d < backends.size(); d++) {
      devices.add(
          new Device(
              backends.get(d).info(), ceilings.get(d), sizes.get(d), scalings(sizes.get(d))));
    }
    return new BenchReport(machine, options, startSeconds, taken, devices, leftOut);
  }

  /** Z, Y three times and the scenarios' rows of S and of coefficients; on a card Z once more. */
  private void requireMemory(TableShape shape) {
    long n = shape.n();
    long m = 4L * shape.regions() + 1;
    long bytes = 8 * n * n + 8 * n * (3 * m + 2L * Math.min(1024, options.scenarios()) + 256);
    String what = "timing a table of n = %,d".formatted(n);
    for (Backend backend : backends) {
      backend.requireOrder(n, what);
      backend.requireMemory(bytes, what);
    }
    HostMemory.require(bytes, what);
  }

  private void measure(TableShape shape, List<List<Ceiling>> ceilings, List<List<Size>> sizes)
      throws IOException {
    Path file = options.folder().resolve("bench-table-%d.h5".formatted(shape.n()));
    try (var task = progress.begin("n = %,d".formatted(shape.n()), options.repeats() + 2L)) {
      generate(shape, file);
      task.advance(1);
      var rounds = new ArrayList<List<Round>>();
      var products = new ArrayList<SquareProduct>();
      for (int d = 0; d < backends.size(); d++) {
        rounds.add(new ArrayList<>());
        products.add(
            new SquareProduct(
                Math.min(shape.n(), SquareProduct.order(ceilings.get(d).getFirst()))));
      }
      Optional<ProcessorUse> used = ProcessorUse.now();
      for (int i = 0; i <= options.repeats(); i++) {
        for (int d = 0; d < backends.size(); d++) {
          double product = products.get(d).seconds(backends.get(d));
          var round = new Round(backends.get(d), file, options);
          round.run(i == options.repeats());
          if (i > 0) { // the first is the warm-up
            rounds.get(d).add(round);
            products.get(d).keep(product);
          }
        }
        task.advance(1);
      }
      Optional<Taken> taken = ProcessorUse.since(used);
      for (int d = 0; d < backends.size(); d++) {
        sizes.get(d).add(size(shape, products.get(d).times(), rounds.get(d), taken));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void generate(TableShape shape, Path file) throws IOException {
    var what = new GeneratorOptions(shape.regions(), shape.sectors(), options.seed());
    try (var table = new TableGenerator(options.threads(), Progress.NONE).generate(what)) {
      TableFile.write(table, file, new WriteOptions(true, 0, options.threads()), Progress.NONE);
    }
  }

  private Size size(
      TableShape shape, PhaseTimes product, List<Round> rounds, Optional<Taken> taken) {
    Round last = rounds.getLast();
    var phases = new ArrayList<PhaseTimes>();
    last.phases()
        .forEach(
            (name, measured) ->
                phases.add(
                    new PhaseTimes(
                        name,
                        new Spread(
                            rounds.stream().map(r -> r.phases().get(name).seconds()).toList()),
                        measured.work(),
                        measured.ceiling())));
    return new Size(
        shape,
        last.columns(),
        options.scenarios(),
        last.method(),
        product,
        phases,
        last.proofs(),
        taken);
  }

  /** A line for each phase that every size has. */
  private static List<Scaling> scalings(List<Size> sizes) {
    if (sizes.size() < 2) {
      return List.of();
    }
    var seconds = new LinkedHashMap<String, List<Double>>();
    for (Size s : sizes) {
      for (PhaseTimes p : s.phases()) {
        seconds.computeIfAbsent(p.name(), _ -> new ArrayList<>()).add(p.spread().median());
      }
    }
    double[] n = sizes.stream().mapToDouble(s -> s.shape().n()).toArray();
    var fits = new ArrayList<Scaling>();
    seconds.forEach(
        (phase, times) -> {
          if (times.size() == n.length && times.stream().allMatch(t -> t > 0)) {
            fits.add(
                Scaling.fit(phase, n, times.stream().mapToDouble(Double::doubleValue).toArray()));
          }
        });
    return fits;
  }
}
