package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import wassily.linalg.BackendException;
import wassily.linalg.BackendOptions;
import wassily.linalg.BackendProvider.Finding;

/**
 * Looks for everything a CUDA backend needs, step by step, until something is missing: driver,
 * device, toolkit libraries, JCuda. Each step says what was found, or what was expected and the
 * cure.
 */
final class CudaSetup {
  private static final String DRIVER_LIBRARY = "libcuda.so.1";

  /** Where a driver may lie unknown to the loader: containers on clusters, Windows' Linux. */
  private static final List<String> DRIVER_FOLDERS =
      List.of("/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/usr/lib/wsl/lib");

  /** CUDA 12.0. */
  private static final int OLDEST_DRIVER = 12_000;

  private final Map<String, String> environment;
  private final CudaLibraries libraries;
  private final JCudaNatives natives;
  private final Supplier<Optional<String>> loadDriver;
  private final Supplier<CudaDriver> jcuda;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * With the surroundings given.
   *
   * @param environment the variables of this process
   * @param libraries looks for the toolkit
   * @param natives JCuda's libraries
   * @param loadDriver loads libcuda and says from where; empty when there is none
   * @param jcuda makes the driver interface once JCuda is loaded
   */
  CudaSetup(
      Map<String, String> environment,
      CudaLibraries libraries,
      JCudaNatives natives,
      Supplier<Optional<String>> loadDriver,
      Supplier<CudaDriver> jcuda) {
    this.environment = environment;
    this.libraries = libraries;
    this.natives = natives;
    this.loadDriver = loadDriver;
    this.jcuda = jcuda;
  }

  /**
   * Of this process.
   *
   * @return a setup that has looked for nothing yet
   */
  static CudaSetup ofThisProcess() {
    Map<String, String> environment = System.getenv();
    return new CudaSetup(
        environment,
        new CudaLibraries(environment, Path.of("/"), () -> SystemFolders.of(environment)),
        new JCudaNatives(
            environment,
            Optional.ofNullable(System.getProperty("wassily.native.dir")).map(Path::of)),
        CudaSetup::loadLibcuda,
        JCudaDriver12::new);
  }

  /** By its name first: the loader knows where the driver's installer put it. */
  private static Optional<String> loadLibcuda() {
    try {
      SymbolLookup.libraryLookup(DRIVER_LIBRARY, Arena.global());
      return Optional.of("found by the loader");
    } catch (IllegalArgumentException notThere) {
      for (String folder : DRIVER_FOLDERS) {
        Path file = Path.of(folder, DRIVER_LIBRARY);
        if (Files.isRegularFile(file)) {
          try {
            System.load(file.toString());
            return Optional.of("found in " + folder);
          } catch (UnsatisfiedLinkError e) {
            continue;
          }
        }
      }
      return Optional.empty();
    }
  }

  /** A step that ended the search. */
  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String why) {
      super(why);
    }
  }

  /**
   * Looks for everything.
   *
   * @param options which device, and a toolkit of the user's own
   * @return CUDA, ready for a backend; empty when something is missing
   */
  Optional<CudaDriver> find(BackendOptions options) {
    findings.clear();
    String step = "driver";
    try {
      String where =
          loadDriver
              .get()
              .orElseThrow(
                  () ->
                      new Missing(
                          "no NVIDIA driver (libcuda.so.1) on this machine; install one for CUDA 12 or newer, in a container start it with the GPU (--gpus all, --nv)"));
      natives.loadDriver();
      CudaDriver cuda = jcuda.get();
      int version = driver(cuda, where);
      step = "device";
      Card card = device(cuda, options.device());
      step = "toolkit";
      Toolkit toolkit = toolkit(options, version / 1000);
      step = "libraries";
      natives.loadToolkit(toolkit);
      compiler(cuda, toolkit, card);
      return Optional.of(cuda);
    } catch (Missing | BackendException.Absent e) {
      findings.add(new Finding(step, false, e.getMessage()));
      return Optional.empty();
    }
  }

  private int driver(CudaDriver cuda, String where) throws Missing {
    var version = new int[1];
    require("cuDriverGetVersion", cuda.cuDriverGetVersion(version));
    String supported = "%d.%d".formatted(version[0] / 1000, version[0] % 1000 / 10);
    if (version[0] < OLDEST_DRIVER) {
      throw new Missing(
          "the NVIDIA driver is too old: it supports CUDA %s, expected 12.0 or newer; install driver 525 or newer"
              .formatted(supported));
    }
    findings.add(new Finding("driver", true, "supports CUDA %s, %s".formatted(supported, where)));
    return version[0];
  }

  /** The card's name and its architecture, 90 for compute capability 9.0. */
  private record Card(String name, int architecture) {}

  private Card device(CudaDriver cuda, int index) throws Missing {
    String visible = environment.get("CUDA_VISIBLE_DEVICES");
    int status = cuda.cuInit();
    if (status == 100 && visible != null) {
      throw new Missing(
          "CUDA_VISIBLE_DEVICES=\"%s\" hides all cards; unset it or set it to the number of one"
              .formatted(visible));
    }
    if (status == 100) {
      throw new Missing(
          "there is a driver but no NVIDIA card (cuInit returned 100); ask for a GPU in the job or container");
    }
    require("cuInit", status);
    var count = new int[1];
    require("cuDeviceGetCount", cuda.cuDeviceGetCount(count));
    if (index >= count[0]) {
      throw new Missing(
          "there is no device %d: %d found, counted from 0%s; choose one with --device"
              .formatted(
                  index,
                  count[0],
                  visible == null ? "" : " (CUDA_VISIBLE_DEVICES=\"" + visible + "\")"));
    }
    var name = new String[1];
    var bytes = new long[1];
    var major = new int[1];
    var minor = new int[1];
    require("cuDeviceGetName", cuda.cuDeviceGetName(name, index));
    require("cuDeviceTotalMem", cuda.cuDeviceTotalMem(bytes, index));
    require("cuDeviceGetAttribute", cuda.cuDeviceGetAttribute(major, 75, index));
    require("cuDeviceGetAttribute", cuda.cuDeviceGetAttribute(minor, 76, index));
    findings.add(
        new Finding(
            "device",
            true,
            "%d of %d: %s, compute capability %d.%d, %,d MB"
                .formatted(index, count[0], name[0], major[0], minor[0], bytes[0] >> 20)));
    return new Card(name[0], 10 * major[0] + minor[0]);
  }

  private Toolkit toolkit(BackendOptions options, int newest) throws Missing {
    CudaLibraries.Found found = libraries.find(options.cudaPath(), Math.min(13, newest));
    Toolkit toolkit =
        found
            .toolkit()
            .orElseThrow(
                () ->
                    new Missing(
                        "cuBLAS, cuSOLVER and NVRTC of CUDA 12 or 13 are not there (%s); install the CUDA toolkit, or pip install nvidia-cublas nvidia-cusolver nvidia-cuda-nvrtc, or give their folder with --cuda-path"
                            .formatted(found.report())));
    findings.add(
        new Finding(
            "toolkit",
            true,
            toolkit.description()
                + (toolkit.version() == ToolkitVersion.CUDA_12
                    ? ", JCuda as it is"
                    : ", JCuda retargeted from CUDA 12")));
    return toolkit;
  }

  private void compiler(CudaDriver cuda, Toolkit toolkit, Card card) throws Missing {
    var major = new int[1];
    var minor = new int[1];
    var solver = new int[1];
    require("nvrtcVersion", cuda.nvrtcVersion(major, minor));
    require("cusolverGetVersion", cuda.cusolverGetVersion(solver));
    if (major[0] != toolkit.version().major()) {
      throw new Missing(
          "NVRTC of %s says it is %d.%d; the installation is mixed, give another with --cuda-path"
              .formatted(toolkit.place(), major[0], minor[0]));
    }
    var known = new int[1][];
    require("nvrtcGetSupportedArchs", cuda.nvrtcGetSupportedArchs(known));
    if (KernelImages.newest(known[0], card.architecture()).isEmpty()) {
      throw new Missing(KernelImages.tooOld(card.name(), card.architecture(), known[0]));
    }
    findings.add(
        new Finding(
            "libraries",
            true,
            "NVRTC %d.%d, cuSOLVER %s".formatted(major[0], minor[0], Toolkit.version(solver[0]))));
  }

  private static void require(String call, int status) throws Missing {
    if (status != Status.OK) {
      throw new Missing(
          Status.text(call, status)
              + "; look at nvidia-smi: a driver that was updated needs a restart of the machine");
    }
  }

  /**
   * What was found and what is missing.
   *
   * @return the steps of the last search
   */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
