package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import wassily.linalg.BackendException;

/**
 * The kernels of {@code kernels/*.cu} as a device runs them, compiled by NVRTC when first asked
 * for.
 *
 * <p>The image is machine code (CUBIN) where NVRTC knows the device, because the driver then needs
 * to know nothing of NVRTC's version of PTX; for a device that is newer than NVRTC it is PTX, which
 * the driver translates. Images are kept in memory, by file and architecture, and may serve several
 * backends; where files are given they are kept there too, for the next process.
 */
final class KernelImages {
  private static final String FOLDER = "/wassily/kernels/";
  private static final String LANGUAGE = "--std=c++17";

  private final Optional<KernelFiles> files;
  private final Map<String, Image> images = new ConcurrentHashMap<>();

  private record Image(byte[] bytes, boolean fromDisk) {}

  /** What a file is compiled for. */
  private record Target(boolean machineCode, String[] options) {}

  /** Images in memory only. */
  KernelImages() {
    this(Optional.empty());
  }

  /**
   * Images in memory and on disk.
   *
   * @param files where they are kept
   */
  KernelImages(KernelFiles files) {
    this(Optional.of(files));
  }

  private KernelImages(Optional<KernelFiles> files) {
    this.files = files;
  }

  /**
   * A kernel file, compiled.
   *
   * @param context the device, on its thread
   * @param file for example "m0.cu"
   * @return CUBIN, or PTX ended by a zero
   */
  byte[] of(CudaContext context, String file) {
    String key = key(context, file);
    Image image = images.get(key);
    if (image == null) {
      image = make(context, file, false);
      images.put(key, image);
    }
    return image.bytes();
  }

  /**
   * Compiles a file whose image from disk the driver has refused; what is on disk is replaced.
   *
   * @param context the device, on its thread
   * @param file for example "m0.cu"
   * @return the new image; empty when the one refused was compiled by this process
   */
  Optional<byte[]> compiledAgain(CudaContext context, String file) {
    String key = key(context, file);
    if (!images.get(key).fromDisk()) {
      return Optional.empty();
    }
    Image image = make(context, file, true);
    images.put(key, image);
    return Optional.of(image.bytes());
  }

  private static String key(CudaContext context, String file) {
    return file + " for " + context.architecture();
  }

  private Image make(CudaContext context, String file, boolean compileInAnyCase) {
    String source = source(file);
    Target target = target(context);
    if (files.isEmpty()) {
      return new Image(compile(context, file, source, target), false);
    }
    var major = new int[1];
    var minor = new int[1];
    context.check("nvrtcVersion", context.driver().nvrtcVersion(major, minor));
    String compiler = "NVRTC %d.%d".formatted(major[0], minor[0]);
    String name = KernelFiles.name(file, source, compiler, target.options());
    Optional<byte[]> kept = compileInAnyCase ? Optional.empty() : files.get().read(name);
    if (kept.isPresent()) {
      return new Image(kept.get(), true);
    }
    byte[] image = compile(context, file, source, target);
    files.get().write(name, image);
    return new Image(image, false);
  }

  /**
   * The source of a kernel file.
   *
   * @param file its name
   * @return CUDA C++
   */
  static String source(String file) {
    try (var in = KernelImages.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new BackendException.Rejected(
            "the kernel file %s is not in this jar, expected at %s".formatted(file, FOLDER));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BackendException.Rejected(
          "the kernel file %s cannot be read: %s".formatted(file, e));
    }
  }

  private static Target target(CudaContext context) {
    var known = new int[1][];
    context.check("nvrtcGetSupportedArchs", context.driver().nvrtcGetSupportedArchs(known));
    int wanted = context.architecture();
    int best =
        newest(known[0], wanted)
            .orElseThrow(
                () -> new BackendException.Absent(tooOld(context.name(), wanted, known[0])));
    boolean machineCode = best == wanted;
    String architecture = "--gpu-architecture=" + (machineCode ? "sm_" : "compute_") + best;
    return new Target(machineCode, new String[] {architecture, LANGUAGE});
  }

  /**
   * The newest architecture that NVRTC compiles for and a card runs.
   *
   * @param known what NVRTC compiles for
   * @param card the card's own, 90 for compute capability 9.0
   * @return the same or an older one; empty when the card is older than all
   */
  static OptionalInt newest(int[] known, int card) {
    return Arrays.stream(known).filter(a -> a <= card).max();
  }

  /** Why no kernel can be compiled for a card, with the cure. */
  static String tooOld(String name, int card, int[] known) {
    int oldest = Arrays.stream(known).min().orElse(0);
    return "%s has compute capability %d.%d, this CUDA's compiler starts at %d.%d; give an older CUDA toolkit with --cuda-path"
        .formatted(name, card / 10, card % 10, oldest / 10, oldest % 10);
  }

  private static byte[] compile(CudaContext context, String file, String source, Target target) {
    CudaDriver cuda = context.driver();
    var program = new long[1];
    context.check("nvrtcCreateProgram", cuda.nvrtcCreateProgram(program, source, file));
    try (var scope = new Scope()) {
      scope.own(() -> context.check("nvrtcDestroyProgram", cuda.nvrtcDestroyProgram(program[0])));
      int status = cuda.nvrtcCompileProgram(program[0], target.options());
      if (Status.hasCompilerLog(status)) {
        var log = new String[] {""};
        cuda.nvrtcGetProgramLog(program[0], log); // without it the status has to do
        throw new BackendException.Rejected(
            "%s on %s for %s: %s: %s"
                .formatted(
                    Status.text("nvrtcCompileProgram", status),
                    context.name(),
                    target.options()[0],
                    file,
                    String.valueOf(log[0]).strip().replaceAll("\\s*\\n\\s*", " | ")));
      }
      context.check("nvrtcCompileProgram", status);
      if (target.machineCode()) {
        var image = new byte[1][];
        context.check("nvrtcGetCUBIN", cuda.nvrtcGetCUBIN(program[0], image));
        return image[0];
      }
      var text = new String[1];
      context.check("nvrtcGetPTX", cuda.nvrtcGetPTX(program[0], text));
      return (text[0] + "\0").getBytes(StandardCharsets.US_ASCII);
    }
  }
}
