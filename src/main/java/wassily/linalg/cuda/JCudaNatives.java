package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcusolver.JCusolver;
import jcuda.nvrtc.JNvrtc;
import wassily.linalg.BackendException;
import wassily.linalg.PrivateFolder;

/**
 * JCuda's own native libraries: unpacked from their jars into a private folder, for CUDA 13
 * rewritten there, and loaded from nowhere else.
 *
 * <p>JCuda unpacks its libraries into {@code java.io.tmpdir} and takes a file of that name that is
 * there already, whoever put it there; so that property points to the private folder while JCuda
 * loads, and the files are there before.
 */
class JCudaNatives {
  private static final String SUFFIX = "-12.6.0-linux-x86_64.so";
  private static final String DRIVER = "libJCudaDriver" + SUFFIX;
  private static final List<String> TOOLKIT =
      List.of("libJNvrtc" + SUFFIX, "libJCublas2" + SUFFIX, "libJCusolver" + SUFFIX);
  private static final String TEMPORARY = "java.io.tmpdir";

  /**
   * For which CUDA this process has loaded JCuda. A library is loaded into the process, not into an
   * object, and JCuda's classes cannot be loaded for another CUDA afterwards.
   */
  private static final AtomicReference<ToolkitVersion> LOADED = new AtomicReference<>();

  private static final Object LOADING = new Object();

  private final Map<String, String> environment;
  private final Optional<Path> folder;

  /**
   * With the surroundings given.
   *
   * @param environment HOME and XDG_CACHE_HOME
   * @param folder a folder that holds the libraries already, unpacked
   */
  JCudaNatives(Map<String, String> environment, Optional<Path> folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /**
   * Loads what talks to the driver; libcuda must be loaded before.
   *
   * @throws BackendException.Absent in one line when that is impossible
   */
  void loadDriver() {
    synchronized (LOADING) {
      load(
          "driver",
          Map.of(),
          List.of(DRIVER),
          () -> {
            JCudaDriver.setExceptionsEnabled(false);
          });
    }
  }

  /**
   * Loads what talks to the toolkit's libraries, which are loaded first.
   *
   * @param toolkit the installation
   * @throws BackendException.Absent in one line when that is impossible
   */
  void loadToolkit(Toolkit toolkit) {
    synchronized (LOADING) {
      ToolkitVersion before = LOADED.get();
      if (before != null && before != toolkit.version()) {
        throw new BackendException.Absent(
            "this process already uses CUDA %d and cannot use CUDA %d as well; start a new one"
                .formatted(before.major(), toolkit.version().major()));
      }
      for (Path library : toolkit.files()) {
        system(library);
      }
      load(
          "cuda" + toolkit.version().major(),
          toolkit.version() == ToolkitVersion.CUDA_12 ? Map.of() : toolkit.version().renaming(),
          TOOLKIT,
          () -> {
            JNvrtc.setExceptionsEnabled(false);
            JCublas2.setExceptionsEnabled(false);
            JCusolver.setExceptionsEnabled(false);
          });
      LOADED.set(toolkit.version());
    }
  }

  private void load(
      String kind, Map<String, String> renaming, List<String> names, Runnable initialize) {
    try (var target = place(kind, names, renaming)) {
      for (String name : names) {
        system(target.path().resolve(name));
      }
      String before = System.setProperty(TEMPORARY, target.path().toString());
      try {
        initialize.run();
      } finally {
        System.setProperty(TEMPORARY, before);
      }
    } catch (IOException e) {
      throw new BackendException.Absent("cannot unpack JCuda's libraries: " + e);
    } catch (LinkageError e) {
      throw new BackendException.Absent(
          "JCuda cannot be loaded: "
              + e.getMessage().lines().findFirst().orElse("no reason given"));
    }
  }

  private PrivateFolder place(String kind, List<String> names, Map<String, String> renaming)
      throws IOException {
    var contents = new LinkedHashMap<String, byte[]>();
    var crc = new CRC32();
    for (String name : names) {
      byte[] content = Retarget.of(name, packed(name), renaming);
      contents.put(name, content);
      crc.update(content);
    }
    var target = PrivateFolder.open(environment, "jcuda-%s-%08x".formatted(kind, crc.getValue()));
    try {
      for (var file : contents.entrySet()) {
        target.write(file.getKey(), file.getValue());
      }
      return target;
    } catch (IOException | RuntimeException | Error e) {
      try (target) {
        throw e; // a temporary folder goes, half full as it is
      }
    }
  }

  /**
   * A library of JCuda as it was delivered.
   *
   * @param name its file name
   * @return its content
   * @throws IOException when it is neither in the folder nor in a jar
   */
  byte[] packed(String name) throws IOException {
    if (folder.isPresent() && Files.isRegularFile(folder.get().resolve(name))) {
      return Files.readAllBytes(folder.get().resolve(name));
    }
    try (var in = JCudaDriver12.class.getResourceAsStream("/lib/" + name)) {
      if (in == null) {
        throw new IOException(
            name + " is not on the class path; add the jars org.jcuda:*-natives for linux-x86_64");
      }
      return in.readAllBytes();
    }
  }

  /** Loads a file with the loader's reason in the message. */
  private static void system(Path file) {
    try {
      System.load(file.toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError e) {
      throw new BackendException.Absent(
          "cannot load %s: %s; the CUDA installation is not whole, give another with --cuda-path"
              .formatted(file, e.getMessage().replace(file.toAbsolutePath() + ": ", "")));
    }
  }
}
