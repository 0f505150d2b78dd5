package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import wassily.account.LeontiefSystem;
import wassily.account.Work;
import wassily.io.FileHash;
import wassily.io.hdf5.TableFile;
import wassily.linalg.Backend;
import wassily.linalg.Backends;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** A table, a backend and the factorized system between them. */
final class Computation {
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

  /** Says what will be done with the table, as far as memory is concerned. */
  @FunctionalInterface
  interface Plan {
    Work of(MrioTable table, SatelliteAccount account);
  }

  /**
   * What is done with a factorized table. May be done again on another backend when one fails, so
   * it prints and writes nothing before the backend has done all it has to.
   */
  @FunctionalInterface
  interface Body {
    int run(Computation c) throws IOException;
  }

  /** Computes with a table of which no stressor is followed. */
  static int run(Path file, BackendArgs args, Work work, Talk talk, Body body) throws IOException {
    return run(file, args, t -> null, (t, a) -> work, talk, body);
  }

  /** Computes the accounts of a table. */
  static int accounts(Path file, BackendArgs args, Choice choice, Talk talk, Body body)
      throws IOException {
    return run(file, args, choice, (t, a) -> Work.accounts(t, a.stressors().size()), talk, body);
  }

  /**
   * Opens a table file, factorizes it and works with it. That it fits in memory and has the
   * stressors asked for is seen before the long work.
   */
  static int run(Path file, BackendArgs args, Choice choice, Plan plan, Talk talk, Body body)
      throws IOException {
    args.requireName();
    // Both at once: each is half a second of reading, class loading and linking.
    var opening = new FutureTask<>(() -> talk.timed("opening the backend", args::choose));
    Thread.ofPlatform().daemon().start(opening);
    MrioTable opened;
    try {
      opened = talk.timed("opening the table", () -> TableFile.open(file, args.threads()));
    } catch (IOException | RuntimeException | Error e) {
      closeBackend(opening, e);
      throw e;
    }
    try (MrioTable table = opened) {
      return args.run(
          opened(opening),
          talk,
          backend -> {
            LeontiefSystem.requireMemory(table, backend);
            SatelliteAccount account = choice.of(table);
            Work work = plan.of(table, account);
            var system = LeontiefSystem.factorize(table, backend, work, talk);
            int code;
            try {
              code = body.run(new Computation(file, table, account, backend, system));
            } catch (IOException | RuntimeException | Error e) {
              BackendArgs.closeAfter(e, system);
              throw e;
            }
            BackendArgs.closeAfterWork(system, talk);
            return code;
          });
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

  /** Where the system lives. */
  Backend backend() {
    return backend;
  }

  /** Writes the seconds and bytes of this computation where they were asked for. */
  void writeTimings(String where, Talk talk) throws IOException {
    TimingsReport.write(where, talk, system.plan(), backend.times());
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
    if (system.plan().chunked()) {
      // Last bits depend on it.
      p.put("right_hand_sides_at_once", Long.toString(system.plan().width()));
    }
    p.put("precision", "FP64");
    p.put("java", Runtime.version().toString());
    return p;
  }
}
