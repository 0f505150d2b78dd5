package wassily.io.hdf5;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import wassily.io.OutputFile;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/** A table file of any size that takes no room on the disk: Z is a hole of zeros. */
public final class HollowTable {
  private HollowTable() {}

  /**
   * Writes a table of one region; the test is skipped where the disk has no such files.
   *
   * @param file its name
   * @param sectors how many sectors
   * @return the file
   */
  public static Path write(Path file, int sectors) {
    GroupSpec root = GroupSpec.root();
    Hdf5Kind.TABLE.mark(root);
    root.attribute("output", "file");
    root.later("Z", sectors, sectors);
    root.matrix("Y", HostMatrix.allocate(Arena.ofAuto(), sectors, 1), sectors, 1);
    root.numbers("x", new double[sectors]);
    GroupSpec axes = root.group(TableSpec.AXES);
    axes.strings("region", List.of("World"));
    axes.strings("sector", IntStream.range(0, sectors).mapToObj(i -> "sector " + i).toList());
    axes.strings("category", List.of("Consumption"));
    GroupSpec air = root.group(TableSpec.SATELLITES).group("air");
    air.strings("stressor", List.of("CO2"));
    air.matrix("F", HostMatrix.allocate(Arena.ofAuto(), 1, sectors), 1, sectors);
    air.matrix("F_Y", HostMatrix.allocate(Arena.ofAuto(), 1, 1), 1, 1);
    try (var out = OutputFile.create(file, false)) {
      Hdf5Writer.write(root, out.channel(), 0, 1, Progress.NONE);
      out.commit();
    } catch (IOException e) {
      abort("skipped: no file of %,d sectors on this disk: %s".formatted(sectors, e.getMessage()));
    }
    return file;
  }
}
