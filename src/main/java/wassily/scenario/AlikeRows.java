package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/**
 * Finds batches in which a scenario has the same bits wherever it stands.
 *
 * <p>A library multiplies the last rows of a product, and those where its threads meet, by other
 * code than the rest, with sums in another order. On a processor with AVX-512 OpenBLAS 0.3.31 does
 * so unless the rows of each thread are a multiple of 24: of 200 scenarios on WIOD (n = 1,435, 224
 * rows, 2 threads) 64 rows differed from the others in their last bit. Which numbers of rows are
 * good is not documented anywhere, so they are tried: rows that are equal must give equal products.
 */
final class AlikeRows {
  /** Rows of the kernels of OpenBLAS on AVX-512; also a multiple of those of older processors. */
  private static final int STEP = 24;

  /** A product of more operations has its inner dimension cut to {@link #MOST_INNER} when tried. */
  private static final double LARGE = 1e9;

  private static final int MOST_INNER = 1024;

  private final Backend backend;
  private final List<Product> products;

  /** What a batch multiplies: so many rows for each scenario, times inner × columns. */
  private record Product(int rows, long inner, long columns, boolean transposed) {}

  AlikeRows(SweepModel model, Backend backend) {
    this.backend = backend;
    this.products = products(model);
  }

  private static List<Product> products(SweepModel model) {
    int k = Math.max(1, model.account().stressors().size());
    long n = model.table().axes().n();
    long parts = model.basis().size();
    var found = new LinkedHashSet<Product>();
    for (ResponsePath path : model.paths()) {
      switch (path.side()) {
        case CONSUMER, PRODUCT -> {
          EmissionRows rows = model.emitting();
          if (model.consumersFirst(path)) {
            IntStream.of(sizes(path.consumerOfParts(model.basis()), path.consumers()))
                .forEach(size -> found.add(new Product(1, size, rows.size(), true)));
          } else {
            IntStream.of(sizes(rows.groups(path.origin()), path.origins()))
                .forEach(size -> found.add(new Product(k, size, parts, false)));
          }
          if (!path.ownFlows() && !model.leavesOwnOut(path)) {
            own(model, k, found);
          }
        }
        case PRODUCER -> {
          boolean emissions = path.account() == ResponsePath.Account.EMISSIONS;
          found.add(
              new Product(
                  1,
                  parts,
                  model.sumsAccount(path)
                      ? path.origins()
                      : emissions ? model.emitting().size() : n,
                  true));
        }
        case BALANCE -> {} // no product of many scenarios
      }
    }
    return List.copyOf(found);
  }

  private static int[] sizes(int[] groups, int count) {
    var sizes = new int[count];
    Arrays.stream(groups).filter(g -> g >= 0).forEach(g -> sizes[g]++);
    return sizes;
  }

  private static void own(SweepModel model, int k, LinkedHashSet<Product> found) {
    var own = new OwnRegions(model);
    for (int r = 0; r < own.count(); r++) {
      int[] parts = own.parts(r);
      found.add(new Product(k, model.table().axes().sectors().size(), parts[1] - parts[0], false));
    }
  }

  /**
   * The number of scenarios nearest to a wished one with which all rows are alike.
   *
   * @param wanted how many would be best; up to half as many more are tried
   * @return that number, or the wished one where none is good
   */
  int nearest(int wanted) {
    return IntStream.concat(
            IntStream.of(wanted),
            IntStream.rangeClosed(1, Math.max(2, 3 * wanted / 2 / STEP)).map(i -> i * STEP))
        .boxed()
        .sorted(Comparator.comparingInt(size -> Math.abs(size - wanted)))
        .filter(this::in)
        .findFirst()
        .orElse(wanted);
  }

  /** Whether a scenario has the same bits wherever it stands in a batch. */
  boolean in(int batch) {
    return products.stream().allMatch(p -> alike(p, batch));
  }

  private boolean alike(Product p, int batch) {
    long rows = (long) p.rows * batch;
    long inner = 2.0 * rows * p.inner * p.columns > LARGE ? Math.min(MOST_INNER, p.inner) : p.inner;
    try (var arena = Arena.ofShared()) {
      var random = new SplittableRandom(24);
      Shape right = p.transposed ? new Shape(p.columns, inner) : new Shape(inner, p.columns);
      HostMatrix one = random(arena, new Shape(1, inner), random);
      try (var row = backend.upload(one);
          var a = backend.zeros(new Shape(rows, inner));
          var b = backend.upload(random(arena, right, random));
          var product = backend.zeros(new Shape(rows, p.columns))) {
        backend.repeatRows(row, a);
        var block = DeviceBlock.of(b);
        backend.multiply(
            1,
            DeviceBlock.of(a),
            p.transposed ? block.transposed() : block,
            0,
            DeviceBlock.of(product));
        var found = HostMatrix.allocate(arena, rows, p.columns);
        product.download(found);
        return equalRows(found);
      }
    }
  }

  private static boolean equalRows(HostMatrix m) {
    for (long i = 1; i < m.rows(); i++) {
      if (m.panel(0, 1).segment().mismatch(m.panel(i, 1).segment()) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static HostMatrix random(Arena arena, Shape shape, SplittableRandom random) {
    var m = HostMatrix.allocate(arena, shape.rows(), shape.columns());
    var row = new double[Math.toIntExact(shape.columns())];
    for (long i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextDouble();
      }
      m.setRow(i, row);
    }
    return m;
  }
}
