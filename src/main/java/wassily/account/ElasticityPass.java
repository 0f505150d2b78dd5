package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/**
 * One pass over Z that weighs every cell with {@code m[i]·u[j]} and keeps the largest, sums, and
 * sums by pairs of regions and of sectors; n² numbers are never held.
 *
 * <p>A region's rows are one block, walked by one thread and added in the order of the regions, so
 * results do not depend on the number of threads. A table of one region is walked by one thread.
 */
final class ElasticityPass {
  private static final long PANEL_BYTES = 8 << 20;

  /** 3,000² numbers are 72 MB: more regions are not crossed with each other. */
  private static final int MOST_REGIONS = 3_000;

  /** Each region sums S² numbers of its own until the end: 500² are 2 MB. */
  private static final int MOST_SECTORS = 500;

  private final MrioTable table;
  private final double[] m;
  private final double[] u;
  private final double inverse;
  private final int regions;
  private final int sectors;

  /**
   * @param m derivative by row: {@code f·M₀⁻¹}
   * @param u derivative by column: {@code M₀⁻¹·y}, 0 where the column is dropped
   * @param inverse 1/D
   */
  ElasticityPass(MrioTable table, double[] m, double[] u, double inverse) {
    this.table = table;
    this.m = m;
    this.u = u;
    this.inverse = inverse;
    this.regions = table.axes().regions().size();
    this.sectors = table.axes().sectors().size();
  }

  /**
   * What the pass found.
   *
   * @param sums of the elasticities
   * @param sum {@code Σ m[i]·Z[i,j]·u[j]}, in D's unit
   * @param absolute {@code Σ |m[i]·Z[i,j]·u[j]|}
   * @param byRegions R × R elasticities, supplier by user; empty for very many regions
   * @param bySectors S × S elasticities; empty for very many sectors
   */
  record Result(
      ElasticitySums sums,
      double sum,
      double absolute,
      Optional<HostMatrix> byRegions,
      Optional<HostMatrix> bySectors) {}

  /** A region's rows. */
  private final class Block {
    private final int region;
    private final Optional<MostSensitiveCells> largest;
    private final Ranking ranking;
    private final double[] byRegion = new double[regions];
    private final double[][] bySector =
        sectors <= MOST_SECTORS ? new double[sectors][sectors] : null;
    private double sum;
    private double absolute;
    private double squares;
    private long cells;

    Block(int region, Optional<MostSensitiveCells> largest, Ranking ranking) {
      this.region = region;
      this.largest = largest;
      this.ranking = ranking;
    }

    void run(Progress.Task task) throws IOException {
      int n = u.length;
      int first = table.axes().row(region, 0);
      int height = Math.clamp(PANEL_BYTES / (8L * Math.max(1, n)), 1, sectors);
      var row = new double[n];
      try (var arena = Arena.ofConfined()) {
        var buffer = HostMatrix.allocate(arena, height, n);
        for (int from = 0; from < sectors; from += height) {
          var panel = buffer.panel(0, Math.min(height, sectors - from));
          table.z().read(first + from, panel);
          for (int p = 0; p < panel.rows(); p++) {
            panel.getRow(p, row);
            take(first + from + p, from + p, row);
          }
          task.advance(panel.rows());
        }
      }
    }

    private void take(int i, int sector, double[] z) {
      boolean relative = ranking == Ranking.ELASTICITY;
      double size = Math.abs(inverse);
      double threshold =
          largest.map(MostSensitiveCells::threshold).orElse(Double.POSITIVE_INFINITY);
      double weight = m[i];
      double[] ofSector = bySector == null ? null : bySector[sector];
      for (int r = 0, j = 0; r < regions; r++) {
        double ofRegion = 0;
        for (int p = 0; p < sectors; p++, j++) {
          double v = weight * z[j] * u[j];
          ofRegion += v;
          absolute += Math.abs(v);
          squares += v * v;
          cells += v == 0 ? 0 : 1;
          if (ofSector != null) {
            ofSector[p] += v;
          }
          double compared = relative ? Math.abs(v) * size : z[j] == 0 ? 0 : Math.abs(weight * u[j]);
          if (compared >= threshold) {
            largest.get().add(cell(i, j, z[j], v));
            threshold = largest.get().threshold();
          }
        }
        sum += ofRegion;
        byRegion[r] += ofRegion;
      }
    }

    private SensitiveCell cell(int i, int j, double value, double v) {
      return new SensitiveCell(Matrix.Z, i, j, value, m[i] * u[j], v * inverse);
    }
  }

  /**
   * Reads Z once.
   *
   * @param largest is shown every cell; empty when cells of Z are not asked for
   * @param ranking what is compared
   */
  Result run(Optional<MostSensitiveCells> largest, Ranking ranking, int threads, Progress progress)
      throws IOException {
    var blocks = new Block[regions];
    try (var task = progress.begin("elasticities of Z", u.length)) {
      Workers.forBlocks(
          threads,
          regions,
          1,
          (from, to) -> {
            int r = Math.toIntExact(from);
            blocks[r] = new Block(r, largest, ranking);
            blocks[r].run(task);
          });
    }
    return added(blocks);
  }

  private Result added(Block[] blocks) {
    double sum = 0;
    double absolute = 0;
    double squares = 0;
    long cells = 0;
    for (Block b : blocks) {
      sum += b.sum;
      absolute += b.absolute;
      squares += b.squares;
      cells += b.cells;
    }
    var sums =
        new ElasticitySums(
            cells, sum * inverse, absolute * Math.abs(inverse), squares * inverse * inverse);
    return new Result(sums, sum, absolute, regions(blocks), sectors(blocks));
  }

  private Optional<HostMatrix> regions(Block[] blocks) {
    if (regions > MOST_REGIONS) {
      return Optional.empty();
    }
    var all = HostMatrix.allocate(Arena.ofAuto(), regions, regions);
    for (Block b : blocks) {
      all.setRow(b.region, scaled(b.byRegion));
    }
    return Optional.of(all);
  }

  private Optional<HostMatrix> sectors(Block[] blocks) {
    if (sectors > MOST_SECTORS) {
      return Optional.empty();
    }
    var all = HostMatrix.allocate(Arena.ofAuto(), sectors, sectors);
    var sums = new double[sectors];
    for (int p = 0; p < sectors; p++) {
      Arrays.fill(sums, 0);
      for (Block b : blocks) {
        for (int q = 0; q < sectors; q++) {
          sums[q] += b.bySector[p][q];
        }
      }
      all.setRow(p, scaled(sums));
    }
    return Optional.of(all);
  }

  private double[] scaled(double[] sums) {
    double[] elasticities = sums.clone();
    for (int i = 0; i < elasticities.length; i++) {
      elasticities[i] *= inverse;
    }
    return elasticities;
  }
}
