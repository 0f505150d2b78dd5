package wassily.io.matlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.text.MatrixPart;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** A small file of matrices, whose matrices and options a test spoils. */
abstract class SpoiledMatrices {
  @TempDir Path folder;
  final Map<String, HostMatrix> matrices = new HashMap<>(SmallTable.matrices());

  @BeforeEach
  void writeLabels() throws IOException {
    SmallTable.labels(folder);
  }

  MatlabOptions matlab() throws IOException {
    return SmallTable.options(SmallTable.write(folder.resolve("t.mat"), true, matrices), folder);
  }

  MatlabOptions plain(MatrixLayout layout) throws IOException {
    Path file = SmallTable.write(folder.resolve("t.h5"), false, matrices);
    return SmallTable.options(file, folder).lying(Optional.ofNullable(layout), Set.of());
  }

  static MatlabOptions without(MatlabOptions o, MatrixPart... parts) {
    var names = new HashMap<>(o.names());
    for (MatrixPart part : parts) {
      names.remove(part);
    }
    return withNames(o, names);
  }

  static MatlabOptions withNames(MatlabOptions o, Map<MatrixPart, String> names) {
    return new MatlabOptions(
        o.file(),
        o.layout(),
        o.transposed(),
        names,
        o.inputs(),
        o.accounts(),
        o.exportsName(),
        o.importRows(),
        o.householdCategory(),
        o.settings());
  }

  static MatlabOptions transposed(MatlabOptions o, String... names) {
    return o.lying(o.layout(), Set.of(names));
  }

  /** The one line, without the folder of the file. */
  String refused(MatlabOptions options) {
    var e =
        assertThrows(
            BadDataException.class, () -> MatlabImporter.read(options, Progress.NONE).table());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    return e.getMessage().replace(folder + "/", "");
  }
}
