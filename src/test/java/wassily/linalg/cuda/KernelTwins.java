package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.LongFunction;

/** Every kernel of {@code kernels/*.cu} in Java: the oracle of their tests. */
final class KernelTwins {
  private static final List<String> NAMES =
      List.of(
          "m0",
          "gather_rows",
          "put_columns",
          "take_lower",
          "identity",
          "put_upper",
          "positive_off_diagonal",
          "diagonal",
          "first_not_finite",
          "scale_block",
          "sum_rows",
          "sum_columns",
          "count_large",
          "write_large",
          "repeat_rows",
          "scale_cells",
          "lower_cells",
          "grouped_dots",
          "perturb",
          "multiply_rows",
          "multiply_rows_single",
          "add_parts",
          "to_single",
          "gather_cells");

  private KernelTwins() {}

  static long number(String name) {
    return NAMES.indexOf(name) + 1;
  }

  static int count() {
    return NAMES.size();
  }

  /**
   * Runs a kernel.
   *
   * @param number from {@link #number}
   * @param argument its arguments, 64 bits each
   * @param memory address → memory
   */
  static void run(long number, IntToLongFunction argument, LongFunction<MemorySegment> memory) {
    var run = new TwinRun(argument, memory);
    switch (NAMES.get((int) number - 1)) {
      case "m0" -> run.m0();
      case "gather_rows" -> run.gatherRows();
      case "put_columns" -> run.putColumns();
      case "take_lower" -> run.takeLower();
      case "identity" -> run.identity();
      case "put_upper" -> run.putUpper();
      case "positive_off_diagonal" -> run.positiveOffDiagonal();
      case "diagonal" -> run.diagonal();
      case "first_not_finite" -> run.firstNotFinite();
      case "scale_block" -> run.scaleBlock();
      case "sum_rows" -> run.sumRows();
      case "sum_columns" -> run.sumColumns();
      case "count_large" -> run.countLarge();
      case "write_large" -> run.writeLarge();
      case "repeat_rows" -> run.repeatRows();
      case "scale_cells" -> run.scaleCells();
      case "lower_cells" -> run.lowerCells();
      case "grouped_dots" -> run.groupedDots();
      case "perturb" -> run.perturb();
      case "multiply_rows" -> {
        var m = run.m(1);
        run.multiplyRows(i -> TwinRun.get(m, i), run.a(7) != 0);
      }
      case "multiply_rows_single" -> {
        var m = run.m(1);
        run.multiplyRows(i -> m.getAtIndex(JAVA_FLOAT, i), false);
      }
      case "add_parts" -> run.addParts();
      case "to_single" -> run.toSingle();
      case "gather_cells" -> run.gatherCells();
      case String other -> throw new AssertionError(other);
    }
  }
}
