package wassily.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;

/** Sweeps of a tiny table that draw. */
abstract class TinyDraws {
  @TempDir Path folder;
  Path table;

  @BeforeEach
  void table() throws IOException {
    table = TinyTable.write(folder.resolve("t.h5"), _ -> {});
  }

  Path sweep(String levers, String design, String keep) throws IOException {
    return Files.writeString(
        folder.resolve("s.yaml"),
        "wassily: 1\ntable: t.h5\nlevers:\n%s\ndesign: {%s}\nresponses: [total, D_cba: {by: region}]\nkeep: %s\n"
            .formatted(levers, design, keep));
  }

  static double[] values(ResultArray a) throws IOException {
    var all =
        HostMatrix.allocate(
            Arena.ofAuto(), a.values().shape().rows(), a.values().shape().columns());
    a.values().read(0, all);
    return all.reshape(1, a.values().shape().elements()).row(0);
  }

  double[] array(Path result, String name) throws IOException {
    try (var open = ResultFile.open(result)) {
      return values(open.result().array(name));
    }
  }
}
