package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads about pivoting. */
class PivotOptionTest {
  @TempDir private Path folder;

  private String provenance(Path result) {
    return Cli.run("results", result).ok().out();
  }

  @Test
  void aReasonIsToldWhereTheTableGaveOne() throws IOException {
    Path table = TinyTable.write(folder.resolve("negative.h5"), t -> t.z[0][3] = -5);
    Path result = folder.resolve("result.h5");
    String reason = "partial pivoting (dgetrf): Z has negative cells off its diagonal";
    var ran = Cli.run("footprint", table, "--backend", "cpu", "-o", result).ok();
    assertTrue(
        ran.err().contains("certificate: passed; ") && ran.err().contains(reason), ran.err());
    assertTrue(provenance(result).contains("factorization: " + reason), provenance(result));
  }

  @Test
  void nothingIsToldOfTheUsualWay() throws IOException {
    Path table = TinyTable.write(folder.resolve("tiny.h5"), t -> {});
    Path result = folder.resolve("result.h5");
    var ran = Cli.run("footprint", table, "--backend", "cpu", "-o", result).ok();
    assertFalse(ran.err().contains("pivoting"), ran.err());
    assertTrue(provenance(result).contains("factorization: no pivoting ("), provenance(result));
  }

  @Test
  void theUserMayChoose() throws IOException {
    Path table = TinyTable.write(folder.resolve("tiny.h5"), t -> {});
    Path result = folder.resolve("result.h5");
    for (String word : new String[] {"always", "never"}) {
      Cli.run("footprint", table, "--backend", "cpu", "--pivot", word, "-o", result, "--force")
          .ok();
      String expected =
          word.equals("always")
              ? "factorization: partial pivoting (dgetrf): as asked"
              : "factorization: no pivoting (LU by halves on dgemm and dtrsm): as asked";
      assertTrue(provenance(result).contains(expected), provenance(result));
    }
  }
}
