package wassily.emulator;

import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemHostRegister;
import static jcuda.driver.JCudaDriver.cuMemHostUnregister;
import static jcuda.driver.JCudaDriver.cuMemcpy2D;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoD;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD32;
import static jcuda.driver.JCudaDriver.cuMemsetD8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.emulator.CudaSession.allocate;
import static wassily.emulator.CudaSession.download;
import static wassily.emulator.CudaSession.ok;
import static wassily.emulator.CudaSession.upload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jcuda.Pointer;
import jcuda.driver.CUDA_MEMCPY2D;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmemorytype;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceMemoryTest {
  private static final int INVALID_VALUE = 1;
  private static final int OUT_OF_MEMORY = 2;

  private EmulatorControl emulator;

  @BeforeEach
  void open() {
    emulator = CudaSession.open();
  }

  private void complainedOf(String what) {
    var messages = emulator.messages();
    assertTrue(!messages.isEmpty() && messages.getLast().contains(what), messages::toString);
  }

  @Test
  void copiesThereAndBack() {
    var device = upload(1.5, -2, 1e300);
    assertArrayEquals(new double[] {1.5, -2, 1e300}, download(device, 3));
    var other = allocate(24);
    ok(cuMemcpyDtoD(other, device.withByteOffset(8), 16));
    assertArrayEquals(new double[] {-2, 1e300}, download(other, 2));
  }

  @Test
  void copiesRowsWithPitches() {
    var device = upload(1, 2, 3, 4, 5, 6);
    var columns = new double[4];
    var copy = new CUDA_MEMCPY2D();
    copy.srcMemoryType = CUmemorytype.CU_MEMORYTYPE_DEVICE;
    copy.srcDevice = device;
    copy.srcPitch = 24;
    copy.srcXInBytes = 8;
    copy.dstMemoryType = CUmemorytype.CU_MEMORYTYPE_HOST;
    copy.dstHost = Pointer.to(columns);
    copy.dstPitch = 16;
    copy.WidthInBytes = 16;
    copy.Height = 2;
    ok(cuMemcpy2D(copy));
    assertArrayEquals(new double[] {2, 3, 5, 6}, columns);
    copy.Height = 3;
    assertEquals(INVALID_VALUE, cuMemcpy2D(copy));
  }

  @Test
  void newMemoryIsNaN() {
    for (double value : download(allocate(800), 100)) {
      assertTrue(Double.isNaN(value));
    }
  }

  @Test
  void fills() {
    var device = upload(1, 2);
    ok(cuMemsetD8(device, (byte) 0, 8));
    assertArrayEquals(new double[] {0, 2}, download(device, 2));
    ok(cuMemsetD32(device, 7, 4));
    assertArrayEquals(new int[] {7, 7, 7, 7}, CudaSession.downloadInts(device, 4));
    assertEquals(INVALID_VALUE, cuMemsetD32(device, 7, 5));
  }

  @Test
  void refusesOneByteTooMany() {
    var device = upload(1, 2);
    assertEquals(INVALID_VALUE, cuMemcpyDtoH(Pointer.to(new double[3]), device, 17));
    complainedOf("17 bytes from there are not one live allocation");
    assertEquals(
        INVALID_VALUE, cuMemcpyHtoD(device.withByteOffset(-8), Pointer.to(new double[1]), 8));
  }

  @Test
  void freedMemoryIsGone() {
    var device = upload(1, 2);
    ok(cuMemFree(device));
    assertEquals(INVALID_VALUE, cuMemFree(device));
    complainedOf("was freed before (16 bytes)");
    assertEquals(INVALID_VALUE, cuMemcpyDtoH(Pointer.to(new double[1]), device, 8));
    // No later allocation gets the address, so an old pointer never reads new data.
    assertTrue(!allocate(16).equals(device));
  }

  @Test
  void memoryEnds() {
    emulator.set("MEMORY", 10_000);
    emulator.set("USED", 1_000);
    var free = new long[1];
    var total = new long[1];
    ok(cuMemGetInfo(free, total));
    assertEquals(List.of(9_000L, 10_000L), List.of(free[0], total[0]));
    var first = allocate(5_000);
    assertEquals(OUT_OF_MEMORY, cuMemAlloc(new CUdeviceptr(), 5_000));
    ok(cuMemGetInfo(free, total));
    // Rounded up to 512 bytes, as on a device.
    assertEquals(9_000 - 5_120, free[0]);
    ok(cuMemFree(first));
    allocate(8_192);
    assertEquals(8_192, emulator.bytes());
    assertEquals(8_192, emulator.peakBytes());
    assertEquals(INVALID_VALUE, cuMemAlloc(new CUdeviceptr(), 0));
  }

  @Test
  void pinnedMemory() {
    var pinned = new Pointer();
    ok(cuMemAllocHost(pinned, 16));
    var buffer = pinned.getByteBuffer(0, 16).order(ByteOrder.nativeOrder());
    assertTrue(Double.isNaN(buffer.getDouble(0)));
    buffer.putDouble(0, 4).putDouble(8, 5);
    var device = allocate(16);
    ok(cuMemcpyHtoD(device, pinned, 16));
    assertArrayEquals(new double[] {4, 5}, download(device, 2));
    assertEquals(
        List.of("pinned memory 16 bytes"),
        emulator.leaks().stream().filter(l -> l.startsWith("p")).toList());
    ok(cuMemFreeHost(pinned));
    assertEquals(INVALID_VALUE, cuMemFreeHost(pinned));
  }

  @Test
  void registeredMemory() {
    var memory = Pointer.to(ByteBuffer.allocateDirect(4096));
    ok(cuMemHostRegister(memory, 4096, 0));
    assertEquals(712, cuMemHostRegister(memory, 4096, 0));
    ok(cuMemHostUnregister(memory));
    assertEquals(713, cuMemHostUnregister(memory));
  }

  @Test
  void anotherThreadHasNoContext() {
    int status = CompletableFuture.supplyAsync(() -> cuMemAlloc(new CUdeviceptr(), 8)).join();
    assertEquals(201, status);
  }

  @Test
  void leaksAreListedAtTheReleaseOfTheContext(@TempDir Path folder) throws Exception {
    var file = folder.resolve("leaks");
    emulator.set("LEAKS", file);
    allocate(7_200);
    var freed = allocate(16);
    ok(cuMemFree(freed));
    var device = new CUdevice();
    ok(cuDeviceGet(device, 0));
    ok(cuDevicePrimaryCtxRelease(device));
    var lines = Files.readAllLines(file);
    assertEquals("at the release of the context:", lines.get(0));
    assertTrue(lines.get(1).startsWith("device memory 7200 bytes at 0x"), lines::toString);
    assertEquals(2, lines.size());
    assertEquals(709, cuMemAlloc(new CUdeviceptr(), 8));
  }

  @Test
  void machinesWithoutDevice() {
    emulator.reset();
    emulator.set("CUDA_VISIBLE_DEVICES", "");
    assertEquals(100, cuInit(0));
    emulator.set("CUDA_VISIBLE_DEVICES", "0,1");
    emulator.set("DEVICES", 2);
    ok(cuInit(0));
    var count = new int[1];
    ok(cuDeviceGetCount(count));
    assertEquals(2, count[0]);
    assertEquals(101, cuDeviceGet(new CUdevice(), 2));
  }
}
