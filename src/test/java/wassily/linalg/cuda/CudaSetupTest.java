package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.BackendOptions;
import wassily.linalg.BackendProvider.Finding;

/** Bad surroundings: each is one line with what was found, what was expected and the cure. */
class CudaSetupTest {
  @TempDir Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, Object> answers = new HashMap<>();
  private Optional<String> driverLibrary = Optional.of("found by the loader");

  /** A driver whose answers are set by the tests: a status, or a number that is written out. */
  private CudaDriver driver() {
    var host = new HostCuda(1 << 20);
    return (CudaDriver)
        Proxy.newProxyInstance(
            CudaDriver.class.getClassLoader(),
            new Class<?>[] {CudaDriver.class},
            (_, method, arguments) -> {
              Object answer = answers.get(method.getName());
              if (answer instanceof Integer status) {
                return status;
              }
              try {
                Object status = method.invoke(host, arguments);
                if (answer != null) { // an array that is written out
                  System.arraycopy(answer, 0, arguments[0], 0, 1);
                }
                return status;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static final class NoNatives extends JCudaNatives {
    NoNatives() {
      super(Map.of(), Optional.empty());
    }

    @Override
    void loadDriver() {}

    @Override
    void loadToolkit(Toolkit toolkit) {}
  }

  private List<Finding> find(int device) {
    var setup =
        new CudaSetup(
            environment,
            new CudaLibraries(environment, root, List::of),
            new NoNatives(),
            () -> driverLibrary,
            this::driver);
    boolean found =
        setup.find(new BackendOptions(1, Optional.empty(), Optional.empty(), device)).isPresent();
    assertEquals(found, setup.findings().getLast().good());
    for (Finding f : setup.findings()) {
      assertEquals(1, f.text().lines().count(), f.text());
    }
    return setup.findings();
  }

  /** The step that failed and why. */
  private String missing(String step) {
    Finding last = find(0).getLast();
    assertFalse(last.good(), last.toString());
    assertEquals(step, last.what());
    return last.text();
  }

  private void install(ToolkitVersion version) throws Exception {
    var folder = Files.createDirectories(root.resolve("usr/local/cuda/lib64"));
    for (String name : version.libraries()) {
      Files.createFile(folder.resolve(name));
    }
  }

  @Test
  void describesEveryStep() throws Exception {
    install(ToolkitVersion.CUDA_12);
    var findings = find(0);
    assertEquals(
        List.of("driver", "device", "toolkit", "libraries"),
        findings.stream().map(Finding::what).toList());
    assertEquals("supports CUDA 12.6, found by the loader", findings.get(0).text());
    assertEquals("0 of 1: Thought, compute capability 9.0, 1 MB", findings.get(1).text());
    assertEquals(
        "CUDA 12 in %s, JCuda as it is".formatted(root.resolve("usr/local/cuda")),
        findings.get(2).text());
    assertEquals("NVRTC 12.6, cuSOLVER 11.7.1", findings.get(3).text());
  }

  @Test
  void saysThatJCudaIsRetargeted() throws Exception {
    install(ToolkitVersion.CUDA_13);
    answers.put("cuDriverGetVersion", new int[] {13000});
    answers.put("nvrtcVersion", new int[] {13});
    assertTrue(find(0).get(2).text().endsWith("JCuda retargeted from CUDA 12"));
  }

  @Test
  void noDriver() {
    driverLibrary = Optional.empty();
    assertTrue(missing("driver").startsWith("no NVIDIA driver (libcuda.so.1) on this machine; "));
  }

  @Test
  void anOldDriver() {
    answers.put("cuDriverGetVersion", new int[] {11040});
    assertEquals(
        "the NVIDIA driver is too old: it supports CUDA 11.4, expected 12.0 or newer; install driver 525 or newer",
        missing("driver"));
  }

  @Test
  void noCard() {
    answers.put("cuInit", 100);
    assertTrue(missing("device").startsWith("there is a driver but no NVIDIA card"));
  }

  @Test
  void hiddenCards() {
    environment.put("CUDA_VISIBLE_DEVICES", "");
    answers.put("cuInit", 100);
    assertEquals(
        "CUDA_VISIBLE_DEVICES=\"\" hides all cards; unset it or set it to the number of one",
        missing("device"));
  }

  @Test
  void anUpdatedDriver() {
    answers.put("cuInit", 803);
    var text = missing("device");
    assertTrue(
        text.startsWith("cuInit returned 803 (driver and kernel module have different"), text);
    assertTrue(text.endsWith("needs a restart of the machine"), text);
  }

  @Test
  void noSuchDevice() {
    Finding last = find(3).getLast();
    assertEquals(
        "there is no device 3: 1 found, counted from 0; choose one with --device", last.text());
    environment.put("CUDA_VISIBLE_DEVICES", "1");
    assertTrue(find(3).getLast().text().contains("(CUDA_VISIBLE_DEVICES=\"1\"); choose"));
  }

  @Test
  void noToolkit() {
    var text = missing("toolkit");
    assertTrue(text.startsWith("cuBLAS, cuSOLVER and NVRTC of CUDA 12 or 13 are not there"), text);
    assertTrue(text.contains("--cuda-path"), text);
  }

  @Test
  void aToolkitThatIsTooNewForTheDriver() throws Exception {
    install(ToolkitVersion.CUDA_13);
    assertTrue(missing("toolkit").contains("which this driver is too old for"));
  }

  /** CUDA 13 compiles for 7.5 and newer; a card of 2016 is of 6.1. */
  @Test
  void aCardTooOldForTheToolkit() throws Exception {
    install(ToolkitVersion.CUDA_12);
    answers.put("nvrtcGetSupportedArchs", new int[][] {{100, 120}});
    assertEquals(
        "Thought has compute capability 9.0, this CUDA's compiler starts at 10.0; give an older CUDA toolkit with --cuda-path",
        missing("libraries"));
  }

  @Test
  void aMixedToolkit() throws Exception {
    install(ToolkitVersion.CUDA_12);
    answers.put("nvrtcVersion", new int[] {13});
    assertTrue(missing("libraries").contains("the installation is mixed"));
  }
}
