package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installations of empty files: the search looks at names, places and permissions only. */
class CudaLibrariesTest {
  @TempDir Path root;
  private final Map<String, String> environment = new HashMap<>();

  private Path folder(String path) throws IOException {
    return Files.createDirectories(root.resolve(path));
  }

  private static void libraries(Path folder, List<String> names) throws IOException {
    Files.createDirectories(folder);
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }

  private Path installed(String path, ToolkitVersion version) throws IOException {
    libraries(root.resolve(path), version.libraries());
    return root.resolve(path);
  }

  private CudaLibraries.Found find(Optional<Path> given, int newest) {
    return new CudaLibraries(environment, root, () -> List.of(root.resolve("usr/lib64")))
        .find(given, newest);
  }

  private Toolkit found(int newest) {
    var found = find(Optional.empty(), newest);
    return found.toolkit().orElseThrow(() -> new AssertionError(found.report()));
  }

  @Test
  void findsTheToolkitOfTheSystem() throws IOException {
    installed("usr/local/cuda-13.0/lib64", ToolkitVersion.CUDA_13);
    var toolkit = found(13);
    assertEquals(ToolkitVersion.CUDA_13, toolkit.version());
    assertTrue(toolkit.description().startsWith("CUDA 13 in "), toolkit.description());
    assertEquals(4, toolkit.files().size());
  }

  @Test
  void prefersCuda12WhichNeedsNoRetargeting() throws IOException {
    installed("usr/local/cuda-13.0/lib64", ToolkitVersion.CUDA_13);
    installed("usr/lib64", ToolkitVersion.CUDA_12);
    assertEquals(ToolkitVersion.CUDA_12, found(13).version());
  }

  @Test
  void takesThePlacesInTheirOrder() throws IOException {
    installed("usr/lib64", ToolkitVersion.CUDA_12);
    installed("usr/local/cuda-12.2/lib64", ToolkitVersion.CUDA_12);
    var newer = installed("usr/local/cuda-12.6/lib64", ToolkitVersion.CUDA_12);
    assertEquals(newer, found(13).files().getFirst().getParent());
    var home = installed("opt/mine/lib64", ToolkitVersion.CUDA_12);
    environment.put("CUDA_HOME", root.resolve("opt/mine").toString());
    assertEquals(home, found(13).files().getFirst().getParent());
  }

  @Test
  void findsTheWheelsOfPython() throws IOException {
    var nvidia = folder("venv/lib/python3.12/site-packages/nvidia");
    libraries(nvidia.resolve("cublas/lib"), List.of("libcublas.so.12", "libcublasLt.so.12"));
    libraries(nvidia.resolve("cusolver/lib"), List.of("libcusolver.so.11", "libcusolverMg.so.11"));
    libraries(
        nvidia.resolve("cuda_nvrtc/lib"), List.of("libnvrtc.so.12", "libnvrtc-builtins.so.12.6"));
    libraries(nvidia.resolve("nvjitlink/lib"), List.of("libnvJitLink.so.12"));
    environment.put("VIRTUAL_ENV", root.resolve("venv").toString());
    assertEquals(
        List.of(
            "libnvJitLink.so.12",
            "libcublasLt.so.12",
            "libnvrtc-builtins.so.12.6",
            "libnvrtc.so.12",
            "libcublas.so.12",
            "libcusolver.so.11",
            "libcusolverMg.so.11"),
        found(13).files().stream().map(f -> f.getFileName().toString()).toList(),
        "what others need comes first");
  }

  @Test
  void findsTheWheelsOfCuda13WhereverPythonIs() throws IOException {
    installed("opt/py/lib/python3.13/site-packages/nvidia/cu13/lib", ToolkitVersion.CUDA_13);
    Files.createFile(folder("opt/py/bin").resolve("python3"));
    environment.put("PATH", "/nowhere:" + root.resolve("opt/py/bin") + ":relative");
    assertEquals(ToolkitVersion.CUDA_13, found(13).version());
  }

  @Test
  void anExplicitPathIsTheOnlyPlace() throws IOException {
    installed("usr/local/cuda/lib64", ToolkitVersion.CUDA_12);
    var mine = folder("mine");
    var found = find(Optional.of(mine), 13);
    assertTrue(found.toolkit().isEmpty());
    assertEquals("looked in " + mine, found.report());
    libraries(mine, ToolkitVersion.CUDA_13.libraries());
    assertEquals(
        ToolkitVersion.CUDA_13, find(Optional.of(mine), 13).toolkit().orElseThrow().version());
  }

  @Test
  void namesWhatAnIncompleteInstallationLacks() throws IOException {
    libraries(folder("usr/local/cuda/lib64"), List.of("libcublas.so.12", "libnvrtc.so.12"));
    var found = find(Optional.empty(), 13);
    assertTrue(found.toolkit().isEmpty());
    assertEquals(
        root.resolve("usr/local/cuda") + " lacks libcusolver.so.11, libcusolverMg.so.11 of CUDA 12",
        found.report());
  }

  @Test
  void anOldDriverCannotUseANewToolkit() throws IOException {
    installed("usr/local/cuda/lib64", ToolkitVersion.CUDA_13);
    var found = find(Optional.empty(), 12);
    assertTrue(found.toolkit().isEmpty());
    assertTrue(
        found.report().contains("has CUDA 13, which this driver is too old for"), found.report());
  }

  @Test
  void passesOverWhatEverybodyMayWrite() throws IOException {
    var shared = installed("usr/local/cuda/lib64", ToolkitVersion.CUDA_12);
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    var found = find(Optional.empty(), 13);
    assertTrue(found.toolkit().isEmpty());
    assertTrue(found.report().contains("everybody may write to it"), found.report());
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertTrue(find(Optional.empty(), 13).toolkit().isPresent());
  }
}
