package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks for the CUDA toolkit's libraries: in the folder of {@code --cuda-path} alone when it is
 * given, else in {@code $CUDA_HOME}, {@code $CUDA_PATH}, {@code /usr/local/cuda*}, where the
 * system's loader looks, and in the {@code nvidia} folders of Python environments.
 *
 * <p>Folders that everybody may write to are passed over: code is loaded from here.
 */
final class CudaLibraries {
  private final Map<String, String> environment;
  private final Path root;
  private final Supplier<List<Path>> systemFolders;
  private final List<String> passedOver = new ArrayList<>();

  /**
   * With the surroundings given.
   *
   * @param environment the variables of this process
   * @param root "/", or a folder that stands for it in a test
   * @param systemFolders where the loader looks by itself
   */
  CudaLibraries(Map<String, String> environment, Path root, Supplier<List<Path>> systemFolders) {
    this.environment = environment;
    this.root = root;
    this.systemFolders = systemFolders;
  }

  /** Folders that are one installation together. */
  private record Place(String name, List<Path> folders) {}

  /**
   * What was found.
   *
   * @param toolkit the first whole installation, CUDA 12 preferred
   * @param report where was looked, and what a place had of it, for the message when there is none
   */
  record Found(Optional<Toolkit> toolkit, String report) {}

  /**
   * Searches.
   *
   * @param cudaPath the user's own, searched alone
   * @param newest the newest CUDA that the driver supports, 12 or 13
   * @return a whole installation or where parts of one were
   */
  Found find(Optional<Path> cudaPath, int newest) {
    List<Place> places = cudaPath.map(this::given).orElseGet(this::usual);
    var partly = new LinkedHashSet<String>();
    for (ToolkitVersion version : ToolkitVersion.values()) {
      for (Place place : places) {
        var missing = new ArrayList<String>();
        Optional<Toolkit> whole = whole(version, place, missing);
        if (whole.isPresent() && version.major() <= newest) {
          return new Found(whole, "");
        }
        if (whole.isPresent()) {
          partly.add(
              "%s has CUDA %d, which this driver is too old for (it supports CUDA %d): update the driver"
                  .formatted(place.name(), version.major(), newest));
        } else if (missing.size() < version.libraries().size()) {
          partly.add(
              "%s lacks %s of CUDA %d"
                  .formatted(place.name(), String.join(", ", missing), version.major()));
        }
      }
    }
    partly.addAll(passedOver);
    return new Found(
        Optional.empty(),
        partly.isEmpty()
            ? "looked in "
                + places.stream()
                    .map(Place::name)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("no folder")
            : String.join("; ", partly));
  }

  private Optional<Toolkit> whole(ToolkitVersion version, Place place, List<String> missing) {
    var files = new ArrayList<Path>();
    for (String companion : version.companions()) {
      file(place, companion).ifPresent(files::add);
    }
    // NVRTC opens its builtins by name when it compiles, and in Python wheels does not find them.
    place.folders().stream()
        .flatMap(folder -> listed(folder, "libnvrtc-builtins.so." + version.major() + ".*"))
        .filter(this::trusted)
        .findFirst()
        .ifPresent(files::add);
    for (String library : version.libraries()) {
      file(place, library).ifPresentOrElse(files::add, () -> missing.add(library));
    }
    return missing.isEmpty()
        ? Optional.of(new Toolkit(version, place.name(), List.copyOf(files)))
        : Optional.empty();
  }

  private Optional<Path> file(Place place, String library) {
    return place.folders().stream()
        .map(folder -> folder.resolve(library))
        .filter(Files::isRegularFile)
        .filter(this::trusted)
        .findFirst();
  }

  private boolean trusted(Path library) {
    try {
      for (Path p : List.of(library.toRealPath(), library.toRealPath().getParent())) {
        if (Files.getPosixFilePermissions(p).contains(PosixFilePermission.OTHERS_WRITE)) {
          String note = p + " is passed over: everybody may write to it";
          if (!passedOver.contains(note)) {
            passedOver.add(note);
          }
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private List<Place> given(Path path) {
    return List.of(new Place(path.toString(), installation(path)));
  }

  /** The folders that hold libraries in a toolkit, or in the nvidia folder of a Python package. */
  private static List<Path> installation(Path path) {
    var folders = new ArrayList<Path>();
    folders.add(path);
    for (String inside : List.of("lib64", "lib", "targets/x86_64-linux/lib")) {
      folders.add(path.resolve(inside));
    }
    folders.addAll(wheels(path));
    folders.addAll(wheels(path.resolve("nvidia")));
    return folders;
  }

  /** nvidia/cublas/lib, nvidia/cusolver/lib …; nvidia/cu13/lib since CUDA 13. */
  private static List<Path> wheels(Path nvidia) {
    return listed(nvidia, "*")
        .map(package_ -> package_.resolve("lib"))
        .filter(Files::isDirectory)
        .toList();
  }

  private List<Place> usual() {
    var places = new ArrayList<Place>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        places.add(new Place("$" + variable + " = " + value, installation(Path.of(value))));
      }
    }
    Path local = root.resolve("usr/local");
    Stream.concat(
            Stream.of(local.resolve("cuda")).filter(Files::isDirectory),
            listed(local, "cuda-*").sorted(Comparator.reverseOrder()))
        .forEach(p -> places.add(new Place(p.toString(), installation(p))));
    places.add(
        new Place("the system's libraries (ldconfig, LD_LIBRARY_PATH)", systemFolders.get()));
    for (Path environmentRoot : pythonRoots()) {
      places.add(new Place(environmentRoot + "/lib", List.of(environmentRoot.resolve("lib"))));
      listed(environmentRoot.resolve("lib"), "python3*")
          .flatMap(p -> Stream.of(p.resolve("site-packages"), p.resolve("dist-packages")))
          .map(packages -> packages.resolve("nvidia"))
          .filter(Files::isDirectory)
          .forEach(nvidia -> places.add(new Place(nvidia.toString(), wheels(nvidia))));
    }
    return places;
  }

  private List<Path> pythonRoots() {
    var roots = new ArrayList<Path>();
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        roots.add(Path.of(value));
      }
    }
    String home = environment.getOrDefault("HOME", "");
    if (!home.isBlank()) {
      roots.add(Path.of(home, ".local"));
    }
    for (String system : List.of("usr/local", "usr", "opt/conda")) {
      roots.add(root.resolve(system));
    }
    // The environment whose python3 would be started: PREFIX/bin/python3.
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      Path bin = Path.of(folder);
      if (bin.isAbsolute() && Files.exists(bin.resolve("python3")) && bin.getParent() != null) {
        roots.add(bin.getParent());
      }
    }
    return roots.stream().distinct().toList();
  }

  private static Stream<Path> listed(Path folder, String pattern) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      var all = new ArrayList<Path>();
      found.forEach(all::add);
      return all.stream().sorted();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
