package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import wassily.account.LeontiefSystem;
import wassily.io.FileHash;
import wassily.io.hdf5.TableFile;
import wassily.linalg.Backend;
import wassily.linalg.Backends;
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
    args.requireName();
    // Both at once: each is half a second of reading, class loading and linking.
    var opening = new FutureTask<>(() -> talk.timed("opening the backend", args::choose));
    Thread.ofPlatform().daemon().start(opening);
    MrioTable table;
    try {
      table = talk.timed("opening the table", () -> TableFile.open(file, args.threads()));
    } catch (IOException | RuntimeException | Error e) {
      closeBackend(opening, e);
      throw e;
    }
    try {
      Backends.Chosen chosen = opened(opening);
      Backend backend = chosen.backend();
      try {
        BackendArgs.say(chosen, talk);
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

  /** The table's failure is told, not the backend's; what was opened meanwhile is closed. */
  private static void closeBackend(FutureTask<Backends.Chosen> opening, Throwable failure) {
    try {
      opened(opening).backend().close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static Backends.Chosen opened(FutureTask<Backends.Chosen> opening) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get();
        } catch (InterruptedException e) { // what is being opened has to be closed by somebody
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case RuntimeException r -> throw r;
            case Error error -> throw error;
            default -> throw new IllegalStateException(e.getCause());
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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
