package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import wassily.account.LeontiefSystem;
import wassily.io.FileHash;
import wassily.io.hdf5.TableFile;
import wassily.linalg.Backend;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** A table, a backend and the factorized system between them, closed in reverse. */
final class Computation implements AutoCloseable {
  private final Path file;
  private final MrioTable table;
  private final SatelliteAccount account;
  private final Backend backend;
  private final LeontiefSystem system;

  private Computation(
      Path file,
      MrioTable table,
      SatelliteAccount account,
      Backend backend,
      LeontiefSystem system) {
    this.file = file;
    this.table = table;
    this.account = account;
    this.backend = backend;
    this.system = system;
  }

  /** Says what of a table is to be followed. */
  @FunctionalInterface
  interface Choice {
    SatelliteAccount of(MrioTable table) throws IOException;
  }

  /** Opens a table file and factorizes it; no stressor is followed. */
  static Computation open(Path file, BackendArgs args, Talk talk) throws IOException {
    return open(file, args, t -> null, talk);
  }

  /**
   * Opens a table file and factorizes it. That it fits in memory and has the stressors asked for is
   * seen before the long work.
   */
  static Computation open(Path file, BackendArgs args, Choice choice, Talk talk)
      throws IOException {
    int threads = args.threads();
    MrioTable table = talk.timed("opening the table", () -> TableFile.open(file, threads));
    try {
      Backend backend = talk.timed("opening the backend", () -> args.open(talk));
      try {
        LeontiefSystem.requireMemory(table, backend);
        SatelliteAccount account = choice.of(table);
        return new Computation(
            file, table, account, backend, LeontiefSystem.factorize(table, backend, talk));
      } catch (IOException | RuntimeException | Error e) {
        backend.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      table.close();
      throw e;
    }
  }

  MrioTable table() {
    return table;
  }

  /** What is followed; null when nothing is. */
  SatelliteAccount account() {
    return account;
  }

  LeontiefSystem system() {
    return system;
  }

  /**
   * Where a result comes from. The hash costs one more read of the file, so it is taken only for
   * results that are kept. No time and no host: the same input gives the same bytes.
   */
  Map<String, String> provenance(String command, Talk talk) throws IOException {
    var p = new LinkedHashMap<String, String>();
    p.put("program", "wassily " + Version.text());
    p.put("command", command);
    p.put("table", file.toString());
    p.put("table_title", table.info().title());
    p.put("table_sha256", talk.timed("hashing the table", () -> FileHash.sha256(file)));
    p.put("output", table.info().output().name().toLowerCase(java.util.Locale.ROOT));
    p.put("backend", backend.info().name());
    p.put("device", backend.info().device());
    p.put("library", backend.info().library());
    p.put("threads", Integer.toString(backend.info().threads()));
    p.put("factorization", system.method());
    p.put("precision", "FP64");
    p.put("java", Runtime.version().toString());
    return p;
  }

  @Override
  public void close() {
    try {
      system.close();
    } finally {
      try {
        backend.close();
      } finally {
        table.close();
      }
    }
  }
}
