package wassily.io.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wassily.io.FileHash;
import wassily.scenario.Action;
import wassily.scenario.DesignSpec;
import wassily.scenario.Lever;
import wassily.scenario.SweepSpec;

/**
 * The files that a sweep is made of beside its table, with their hashes.
 *
 * @param hashes SHA-256 by file: the sweep file first, then those that it names
 */
public record SweepSources(Map<Path, String> hashes) {
  /** Copies. */
  public SweepSources {
    hashes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
  }

  /**
   * Hashes the files of a sweep.
   *
   * @param sweep the sweep file
   * @param spec what it says
   * @return the hashes
   * @throws IOException when a file cannot be read
   */
  public static SweepSources of(Path sweep, SweepSpec spec) throws IOException {
    var hashes = new LinkedHashMap<Path, String>();
    hashes.put(sweep, FileHash.sha256(sweep));
    for (Path named : named(spec)) {
      if (!hashes.containsKey(named)) {
        hashes.put(named, FileHash.sha256(named));
      }
    }
    return new SweepSources(hashes);
  }

  /** The files that a sweep file names, but for the table. */
  private static List<Path> named(SweepSpec spec) {
    var files = new ArrayList<Path>();
    DesignSpec design = spec.design() instanceof DesignSpec.Draws d ? d.over() : spec.design();
    if (design instanceof DesignSpec.Rows rows) {
      files.add(rows.file());
    }
    for (Lever lever : spec.levers()) {
      switch (lever.action()) {
        case Action.DemandCells cells -> files.add(cells.file());
        case Action.IntensityBenchmark b
            when b.benchmark() instanceof Action.Benchmark.FromFile f ->
            files.add(f.file());
        case Action.Perturb p when p.spread() instanceof Action.Spread.FromFile f ->
            files.add(f.file());
        default -> {}
      }
    }
    return files;
  }

  /**
   * One hash for all: of the hashes in order. Names and places of the files do not count.
   *
   * @return 64 hexadecimal digits
   */
  public String sha256() {
    return sha256(String.join("\n", hashes.values()).getBytes(StandardCharsets.US_ASCII));
  }

  /** The hash of bytes. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
