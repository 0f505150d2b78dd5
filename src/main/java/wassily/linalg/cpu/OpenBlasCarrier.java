package wassily.linalg.cpu;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.CRC32;
import wassily.linalg.BackendException;
import wassily.linalg.PackedFile;
import wassily.linalg.PrivateFolder;

/**
 * OpenBLAS as the jar {@code org.bytedeco:openblas} carries it: four files, of which no Java class
 * of that jar is used.
 *
 * <p>They are unpacked once into {@code ~/.cache/wassily/}. The property {@code wassily.native.dir}
 * names a folder that holds them already; the self-contained image sets it.
 */
final class OpenBlasCarrier {
  /** The system property that names a folder with the four files. */
  static final String FOLDER_PROPERTY = "wassily.native.dir";

  /**
   * In the order of loading. libgfortran needs libquadmath and libgcc_s and has no search path of
   * its own; what is loaded already is found by its name.
   */
  private static final List<String> FILES =
      List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

  private static final String RESOURCES = "org/bytedeco/openblas/linux-x86_64/";
  private static final String VERSION = "META-INF/maven/org.bytedeco/openblas/pom.properties";

  private final ClassLoader loader;
  private final Map<String, String> environment;
  private final Optional<Path> folder;

  /**
   * A carrier with its surroundings given.
   *
   * @param loader finds the jar
   * @param environment HOME and XDG_CACHE_HOME
   * @param folder a folder that holds the files already
   */
  OpenBlasCarrier(ClassLoader loader, Map<String, String> environment, Optional<Path> folder) {
    this.loader = loader;
    this.environment = environment;
    this.folder = folder;
  }

  /**
   * The carrier of this process.
   *
   * @return a carrier on the class path, or in the folder that the property names
   */
  static OpenBlasCarrier ofThisProcess() {
    return new OpenBlasCarrier(
        OpenBlasCarrier.class.getClassLoader(),
        System.getenv(),
        Optional.ofNullable(System.getProperty(FOLDER_PROPERTY)).map(Path::of));
  }

  /**
   * Looks without unpacking.
   *
   * @return why it cannot be loaded, empty when all files are there
   */
  Optional<String> missing() {
    for (String file : FILES) {
      if (folder.isPresent()) {
        if (!Files.isRegularFile(folder.get().resolve(file))) {
          return Optional.of(
              "%s is not in %s, the folder that the property %s names"
                  .formatted(file, folder.get(), FOLDER_PROPERTY));
        }
      } else if (loader.getResource(RESOURCES + file) == null) {
        return Optional.of(
            "the bundled OpenBLAS for linux-x86_64 is not on the class path (%s); add the jar org.bytedeco:openblas or give a library with --blas"
                .formatted(file));
      }
    }
    return Optional.empty();
  }

  /**
   * The version of the jar.
   *
   * @return "0.3.31-1.5.13", or "bundled" where the jar does not say
   */
  String version() {
    try (var in = loader.getResourceAsStream(VERSION)) {
      var properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "bundled");
    } catch (IOException e) {
      return "bundled";
    }
  }

  /**
   * Unpacks the files where needed and loads them.
   *
   * @return OpenBLAS
   * @throws BackendException.Absent in one line, when that is impossible
   */
  BlasLibrary load() {
    missing()
        .ifPresent(
            why -> {
              throw new BackendException.Absent(why);
            });
    if (folder.isPresent()) {
      return load(FILES.stream().map(folder.get()::resolve).toList());
    }
    try {
      var packed = new ArrayList<PackedFile>();
      for (String file : FILES) {
        URL url = loader.getResource(RESOURCES + file);
        packed.add(PackedFile.at(file, url));
      }
      String name = "openblas-%s-%s".formatted(version(), fingerprint(packed));
      try (var target = PrivateFolder.open(environment, name)) {
        var files = new ArrayList<Path>();
        for (PackedFile file : packed) {
          files.add(target.unpack(file));
        }
        return load(files);
      }
    } catch (IOException e) {
      throw new BackendException.Absent("cannot unpack the bundled OpenBLAS: " + e);
    }
  }

  private static BlasLibrary load(List<Path> files) {
    for (Path dependency : files.subList(0, files.size() - 1)) {
      SharedLibrary.load(dependency);
    }
    return BlasLibrary.load(files.getLast());
  }

  /** Eight hexadecimal digits that change with any of the files. */
  private static String fingerprint(List<PackedFile> files) {
    var crc = new CRC32();
    for (PackedFile file : files) {
      crc.update("%s %d %x\n".formatted(file.name(), file.size(), file.crc()).getBytes());
    }
    return "%08x".formatted(crc.getValue());
  }
}
