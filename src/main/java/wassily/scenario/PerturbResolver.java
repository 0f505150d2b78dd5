package wassily.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import wassily.label.TableAxes;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.scenario.Action.Kept;

/** Turns levers that perturb into blocks of a matrix with the parameters of their factors. */
final class PerturbResolver {
  private final TableAxes axes;
  private final int stressors;
  private final DrawNumbers numbers;
  private final SpreadFile files;

  /** Streams of draws → the lever that has them. */
  private final Map<Integer, String> streams = new HashMap<>();

  /** Finds the rows and columns of a block. */
  interface Positions {
    /** Region-sectors. */
    int[] rows(Cells cells);

    /** Columns of Y. */
    int[] columns(Lever lever, Choice consumers, Choice categories);
  }

  private final Positions positions;

  PerturbResolver(
      TableAxes axes, int stressors, DrawNumbers numbers, Positions positions, SpreadFile files) {
    this.axes = axes;
    this.stressors = stressors;
    this.numbers = numbers;
    this.positions = positions;
    this.files = files;
  }

  /** A block's rows and columns, ascending. */
  private record Block(int[] rows, int[] columns, Where where) {}

  ResolvedAction.Perturb resolve(Lever lever, Action.Perturb a) throws IOException {
    List<Block> blocks =
        a.cells().isEmpty()
            ? List.of(everything(lever, a.what()))
            : a.cells().stream().map(c -> block(lever, a.what(), c)).toList();
    requireApart(lever, a.what(), blocks);
    var draws = new ArrayList<CellDraws>();
    boolean certain = true;
    for (int b = 0; b < blocks.size(); b++) {
      requireSomeFreedom(lever, a, blocks.get(b));
      CellDraws block = draws(lever, a, b, blocks.get(b));
      for (int k = 0; k < block.first().length; k++) {
        certain &=
            a.distribution()
                .isCertain(new Distribution.Parameters(block.first()[k], block.second()[k]));
      }
      draws.add(block);
    }
    // What is certain draws nothing: all draws are one scenario, to the bit the one without it.
    return new ResolvedAction.Perturb(
        a.what(),
        certain ? List.of() : draws,
        a.keep(),
        numbers.seed(),
        stream(lever),
        certain ? new Amount.Fixed(0) : numbers.of(lever));
  }

  /**
   * By name, so that a lever that is added or moved leaves the draws of the others as they are. Two
   * names with the same checksum, plumless and buckeroo, would draw the same numbers.
   */
  private int stream(Lever lever) {
    var crc = new CRC32();
    crc.update(lever.name().getBytes(StandardCharsets.UTF_8));
    int stream = (int) crc.getValue();
    String other = streams.putIfAbsent(stream, lever.name());
    if (other != null && !other.equals(lever.name())) {
      throw lever
          .where()
          .refusal(
              "lever %s would draw the same numbers as lever %s, because their names have the same checksum; rename one"
                  .formatted(lever.name(), other));
    }
    return stream;
  }

  private Block everything(Lever lever, Action.What what) {
    Choice all = Choice.all(lever.where());
    var cells = new Cells(all, all);
    return block(lever, what, new Action.PerturbCells(cells, cells, all, all, lever.where()));
  }

  private Block block(Lever lever, Action.What what, Action.PerturbCells c) {
    return switch (what) {
      case Z -> new Block(positions.rows(c.rows()), positions.rows(c.users()), c.where());
      case Y ->
          new Block(
              positions.rows(c.rows()),
              positions.columns(lever, c.consumers(), c.categories()),
              c.where());
      case F ->
          new Block(IntStream.range(0, stressors).toArray(), positions.rows(c.rows()), c.where());
    };
  }

  private void requireApart(Lever lever, Action.What what, List<Block> blocks) {
    for (int b = 1; b < blocks.size(); b++) {
      for (int a = 0; a < b; a++) {
        int row = shared(blocks.get(a).rows(), blocks.get(b).rows());
        int column = shared(blocks.get(a).columns(), blocks.get(b).columns());
        if (row >= 0 && column >= 0) {
          throw blocks
              .get(b)
              .where()
              .refusal(
                  "lever %s: this block and the one on line %d overlap, for example in %s → %s; a cell can be in one block only"
                      .formatted(
                          lever.name(),
                          blocks.get(a).where().line(),
                          what == Action.What.F ? "F" : axes.rowLabel(row),
                          what == Action.What.Y
                              ? axes.columnLabel(column)
                              : axes.rowLabel(column)));
        }
      }
    }
  }

  private static int shared(int[] a, int[] b) {
    return IntStream.of(a).filter(i -> Arrays.binarySearch(b, i) >= 0).findFirst().orElse(-1);
  }

  /** A sum over one cell, or over cells with one factor, leaves them as they are. */
  private static void requireSomeFreedom(Lever lever, Action.Perturb a, Block block) {
    int rows = block.rows().length;
    int columns = block.columns().length;
    Kept keep = a.keep();
    boolean one =
        switch (keep) {
          case NONE -> false;
          case ROW_SUMS -> columns == 1;
          case COLUMN_SUMS -> rows == 1;
          case TOTAL ->
              switch (a.by()) {
                case CELL -> rows * (long) columns == 1;
                case ROW -> rows == 1;
                case COLUMN -> columns == 1;
                case BLOCK -> true;
              };
        };
    if (one) {
      throw block
          .where()
          .refusal(
              "lever %s keeps the %s of a block with one %s in each, so nothing changes; take more cells, or keep: none"
                  .formatted(
                      lever.name(),
                      switch (keep) {
                        case ROW_SUMS -> "row sums";
                        case COLUMN_SUMS -> "column sums";
                        default -> "total";
                      },
                      keep == Kept.TOTAL && rows * (long) columns > 1 ? "factor" : "cell"));
    }
  }

  private CellDraws draws(Lever lever, Action.Perturb a, int number, Block block)
      throws IOException {
    int[] rowClass = none(height(a.what()));
    int[] columnClass = none(a.what() == Action.What.Y ? axes.m() : axes.n());
    return switch (a.spread()) {
      case Action.Spread.Cv s ->
          uniform(a, number, rowClass, columnClass, block, a.distribution().ofCv(s.cv()));
      case Action.Spread.Bounds s ->
          uniform(
              a,
              number,
              rowClass,
              columnClass,
              block,
              a.distribution().ofBounds(s.low(), s.high()));
      case Action.Spread.FromFile s -> {
        SpreadFile.Classes of = files.read(lever, a, s.file(), block.rows(), block.columns());
        for (int i : block.rows()) {
          rowClass[i] = of.rowClass().applyAsInt(i);
        }
        for (int j : block.columns()) {
          columnClass[j] = of.columnClass().applyAsInt(j);
        }
        var first = new double[of.cv().length];
        var second = new double[first.length];
        boolean[] rowsIn = used(rowClass, first.length / of.classesOfColumns());
        boolean[] columnsIn = used(columnClass, of.classesOfColumns());
        for (int k = 0; k < first.length; k++) {
          // What the file says of cells outside the block makes nothing here uncertain.
          boolean in = rowsIn[k / of.classesOfColumns()] && columnsIn[k % of.classesOfColumns()];
          var p = a.distribution().ofCv(in ? of.cv()[k] : 0);
          first[k] = p.first();
          second[k] = p.second();
        }
        yield new CellDraws(
            a.distribution(),
            a.by(),
            number,
            rowClass,
            columnClass,
            of.classesOfColumns(),
            first,
            second);
      }
    };
  }

  private int height(Action.What what) {
    return what == Action.What.F ? stressors : axes.n();
  }

  private static boolean[] used(int[] classOf, int classes) {
    var used = new boolean[classes];
    Arrays.stream(classOf).filter(c -> c >= 0).forEach(c -> used[c] = true);
    return used;
  }

  private static int[] none(int size) {
    var none = new int[size];
    Arrays.fill(none, -1);
    return none;
  }

  private static CellDraws uniform(
      Action.Perturb a,
      int number,
      int[] rowClass,
      int[] columnClass,
      Block block,
      Distribution.Parameters p) {
    for (int i : block.rows()) {
      rowClass[i] = 0;
    }
    for (int j : block.columns()) {
      columnClass[j] = 0;
    }
    return new CellDraws(
        a.distribution(),
        a.by(),
        number,
        rowClass,
        columnClass,
        1,
        new double[] {p.first()},
        new double[] {p.second()});
  }
}
