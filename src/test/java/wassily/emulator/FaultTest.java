package wassily.emulator;

import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.emulator.CudaSession.allocate;
import static wassily.emulator.CudaSession.download;
import static wassily.emulator.CudaSession.ok;
import static wassily.emulator.CudaSession.upload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private EmulatorControl emulator;

  @BeforeEach
  void open() {
    emulator = CudaSession.open();
  }

  private static CUstream stream() {
    var stream = new CUstream();
    ok(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return stream;
  }

  private static Pointer pinned(double... values) {
    var pointer = new Pointer();
    ok(cuMemAllocHost(pointer, 8L * values.length));
    write(pointer, values);
    return pointer;
  }

  private static ByteBuffer buffer(Pointer pinned, int count) {
    return pinned.getByteBuffer(0, 8L * count).order(ByteOrder.nativeOrder());
  }

  private static void write(Pointer pinned, double... values) {
    var buffer = buffer(pinned, values.length);
    for (double value : values) {
      buffer.putDouble(value);
    }
  }

  @Test
  void failsTheKthCallOnce() {
    emulator.fail("cuMemAlloc_v2", 2, 2);
    allocate(8);
    assertEquals(2, cuMemAlloc(new CUdeviceptr(), 8));
    allocate(8);
    assertEquals(3, emulator.calls("cuMemAlloc_v2"));
    assertEquals(3, emulator.functions().get("cuMemAlloc_v2"));
    assertEquals(0, emulator.forgetFailures());
    assertEquals(2, emulator.leaks().size());
  }

  @Test
  void failsTheKthCallOfAnything() {
    emulator.fail("*", 2, 2);
    allocate(8);
    assertEquals(3, JCublas2.cublasCreate(new cublasHandle()));
    ok(JCublas2.cublasCreate(new cublasHandle()));
  }

  @Test
  void aRefusedReleaseIsNoLeak() {
    var memory = allocate(8);
    emulator.fail("cuMemFree_v2", 1, 1);
    assertEquals(1, cuMemFree(memory));
    assertEquals(List.of(), emulator.leaks());
    assertEquals(1, emulator.live().size());
    ok(cuMemFree(memory));
    assertEquals(List.of(), emulator.live());
  }

  @Test
  void someErrorsStay() {
    var memory = allocate(8);
    var blas = new cublasHandle();
    ok(JCublas2.cublasCreate(blas));
    emulator.fail("cuCtxSynchronize", 1, 719);
    assertEquals(719, cuCtxSynchronize());
    assertEquals(719, cuCtxSynchronize());
    assertEquals(719, cuMemAlloc(new CUdeviceptr(), 8));
    assertEquals(719, cuMemFree(memory));
    assertEquals(13, JCublas2.cublasDscal(blas, 1, Pointer.to(new double[1]), memory, 1));
    assertEquals(719, emulator.stickyError());
    // What asks nothing of the context goes on.
    ok(cuDriverGetVersion(new int[1]));
    ok(JCublas2.cublasDestroy(blas));
    emulator.reset();
    CudaSession.start();
    allocate(8);
  }

  @Test
  void otherErrorsDoNotStay() {
    emulator.fail("cuCtxSynchronize", 1, 999);
    assertEquals(999, cuCtxSynchronize());
    ok(cuCtxSynchronize());
    assertEquals(0, emulator.stickyError());
  }

  @Test
  void errorsHaveNames() {
    var name = new String[1];
    ok(cuGetErrorName(700, name));
    assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", name[0]);
  }

  @Test
  void anOldDriverGivesNoHandles() {
    emulator.set("DRIVER", 11_040);
    assertEquals(1, JCublas2.cublasCreate(new cublasHandle()));
  }

  @Test
  void handlesOfAReleasedContextAreDead() {
    var stream = stream();
    ok(cuDevicePrimaryCtxRelease(new CUdevice()));
    CudaSession.start();
    assertEquals(400, cuStreamSynchronize(stream));
    var other = stream();
    ok(cuStreamDestroy(other));
    assertEquals(400, cuStreamDestroy(other));
    assertEquals(400, cuStreamSynchronize(other));
  }

  @Test
  void libraryHandlesNoticeADestroyedStream() {
    var blas = new cublasHandle();
    ok(JCublas2.cublasCreate(blas));
    var stream = stream();
    ok(JCublas2.cublasSetStream(blas, new cudaStream_t(stream)));
    ok(cuStreamDestroy(stream));
    assertEquals(13, JCublas2.cublasDscal(blas, 1, Pointer.to(new double[] {1}), upload(1), 1));
  }

  @Test
  void lazyCopiesReadTheirSourceLate() {
    emulator.set("LAZY", 1);
    var stream = stream();
    var device = allocate(16);
    var source = pinned(1, 2);
    ok(cuMemcpyHtoDAsync(device, source, 16, stream));
    write(source, 3);
    ok(cuStreamSynchronize(stream));
    assertArrayEquals(new double[] {3, 2}, download(device, 2));
    // Pageable memory is read at the call.
    var pageable = new double[] {5, 6};
    ok(cuMemcpyHtoDAsync(device, Pointer.to(pageable), 16, stream));
    pageable[0] = 7;
    ok(cuStreamSynchronize(stream));
    assertArrayEquals(new double[] {5, 6}, download(device, 2));
  }

  @Test
  void lazyStreamsWaitOnlyForWhatTheyAreTold() {
    emulator.set("LAZY", 1);
    var uploads = stream();
    var computes = stream();
    var device = allocate(8);
    var source = pinned(1);
    var target = pinned(0);
    ok(cuMemcpyHtoDAsync(device, source, 8, uploads));
    ok(cuMemcpyDtoHAsync(target, device, 8, computes));
    ok(cuStreamSynchronize(computes));
    assertTrue(Double.isNaN(buffer(target, 1).getDouble(0)));
    var uploaded = new CUevent();
    ok(cuEventCreate(uploaded, CUevent_flags.CU_EVENT_DISABLE_TIMING));
    ok(cuEventRecord(uploaded, uploads));
    assertEquals(600, cuEventQuery(uploaded));
    ok(cuStreamWaitEvent(computes, uploaded, 0));
    ok(cuMemcpyDtoHAsync(target, device, 8, computes));
    ok(cuStreamSynchronize(computes));
    assertEquals(1, buffer(target, 1).getDouble(0));
    ok(cuEventQuery(uploaded));
    ok(cuEventDestroy(uploaded));
    assertEquals(400, cuEventRecord(uploaded, uploads));
  }

  @Test
  void pinnedMemoryMustOutliveItsCopy() {
    emulator.set("LAZY", 1);
    var stream = stream();
    var device = allocate(8);
    var source = pinned(1);
    ok(cuMemcpyHtoDAsync(device, source, 8, stream));
    ok(cuMemFreeHost(source));
    assertEquals(700, cuStreamSynchronize(stream));
    assertTrue(emulator.messages().getLast().contains("freed before the copy was done"));
  }

  @Test
  void theLegacyStreamDoesNotWaitForNonBlockingOnes() {
    emulator.set("LAZY", 1);
    var device = allocate(8);
    ok(cuMemcpyHtoDAsync(device, pinned(1), 8, stream()));
    assertTrue(Double.isNaN(download(device, 1)[0]));
    var blocking = new CUstream();
    ok(JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT));
    ok(cuMemcpyHtoDAsync(device, pinned(2), 8, blocking));
    assertEquals(2, download(device, 1)[0]);
  }
}
