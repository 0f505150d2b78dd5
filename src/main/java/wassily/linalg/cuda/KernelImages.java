package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import wassily.linalg.BackendException;

/**
 * The kernels of {@code kernels/*.cu} as a device runs them, compiled by NVRTC when first asked
 * for.
 *
 * <p>The image is machine code (CUBIN) where NVRTC knows the device, because the driver then needs
 * to know nothing of NVRTC's version of PTX; for a device that is newer than NVRTC it is PTX, which
 * the driver translates. Images are kept in memory, by file and architecture, and may serve several
 * backends.
 */
final class KernelImages {
  private static final String FOLDER = "/wassily/kernels/";

  private final Map<String, byte[]> images = new ConcurrentHashMap<>();

  /**
   * A kernel file, compiled.
   *
   * @param context the device, on its thread
   * @param file for example "m0.cu"
   * @return CUBIN, or PTX ended by a zero
   */
  byte[] of(CudaContext context, String file) {
    String key = file + " for " + context.architecture();
    byte[] known = images.get(key);
    if (known != null) {
      return known;
    }
    byte[] image = compile(context, file, source(file));
    images.put(key, image);
    return image;
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

  private static byte[] compile(CudaContext context, String file, String source) {
    CudaDriver cuda = context.driver();
    var known = new int[1][];
    context.check("nvrtcGetSupportedArchs", cuda.nvrtcGetSupportedArchs(known));
    int wanted = context.architecture();
    int best =
        Arrays.stream(known[0])
            .filter(a -> a <= wanted)
            .max()
            .orElseThrow(
                () ->
                    new BackendException.Rejected(
                        "%s has compute capability %d.%d, this CUDA's compiler starts at %s; use an older CUDA toolkit"
                            .formatted(
                                context.name(),
                                wanted / 10,
                                wanted % 10,
                                Arrays.stream(known[0]).min().orElse(0))));
    var program = new long[1];
    context.check("nvrtcCreateProgram", cuda.nvrtcCreateProgram(program, source, file));
    try (var scope = new Scope()) {
      scope.own(() -> context.check("nvrtcDestroyProgram", cuda.nvrtcDestroyProgram(program[0])));
      boolean machineCode = best == wanted;
      String target = "--gpu-architecture=" + (machineCode ? "sm_" : "compute_") + best;
      int status = cuda.nvrtcCompileProgram(program[0], new String[] {target, "--std=c++17"});
      if (status != Status.OK) {
        var log = new String[] {""};
        cuda.nvrtcGetProgramLog(program[0], log);
        throw new BackendException.Rejected(
            "%s for %s: %s: %s"
                .formatted(
                    Status.text("nvrtcCompileProgram", status),
                    target,
                    file,
                    String.valueOf(log[0]).strip().replaceAll("\\s*\\n\\s*", " | ")));
      }
      if (machineCode) {
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
