package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Where the system's loader finds CUDA's libraries by itself. */
final class SystemFolders {
  private static final List<String> LDCONFIG = List.of("/sbin/ldconfig", "/usr/sbin/ldconfig");

  private SystemFolders() {}

  /**
   * The folders of {@code LD_LIBRARY_PATH}, of the loader's cache as far as it knows libraries of
   * CUDA, and the usual ones.
   *
   * @param environment the variables of this process
   * @return folders, in the loader's order
   */
  static List<Path> of(Map<String, String> environment) {
    var folders = new LinkedHashSet<Path>();
    for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(":")) {
      if (!folder.isBlank()) {
        folders.add(Path.of(folder));
      }
    }
    addCache(folders);
    for (String usual :
        List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib64", "/lib")) {
      folders.add(Path.of(usual));
    }
    return List.copyOf(folders);
  }

  /**
   * Lines such as {@code libcublas.so.12 (libc6,x86-64) =>
   * /usr/lib/x86_64-linux-gnu/libcublas.so.12}.
   */
  private static void addCache(Set<Path> folders) {
    for (String program : LDCONFIG) {
      if (Files.isExecutable(Path.of(program))) {
        try {
          Process process =
              new ProcessBuilder(program, "-p")
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start();
          String text = new String(process.getInputStream().readAllBytes());
          process.waitFor(10, TimeUnit.SECONDS);
          text.lines()
              .filter(line -> line.contains("libcu") || line.contains("libnv"))
              .filter(line -> line.contains("=> "))
              .map(line -> Path.of(line.substring(line.indexOf("=> ") + 3).strip()).getParent())
              .forEach(folders::add);
          return;
        } catch (IOException e) {
          // Without the cache the usual folders are left, and --cuda-path.
          continue;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
