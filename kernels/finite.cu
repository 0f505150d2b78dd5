// Looks for NaN and infinity: a number is finite when not all bits of its exponent are set.
// CPU twin: wassily.linalg.cpu.FiniteScan. Test: wassily.linalg.BackendContract.findsTheFirstNumberThatIsNotFinite.

// *first = the least index of a number that is not finite, if there is one below what stands there.
extern "C" __global__ void first_not_finite(const double *m, long long count, unsigned long long *first) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < count; at += step) {
    if ((__double_as_longlong(m[at]) & 0x7FF0000000000000LL) == 0x7FF0000000000000LL) {
      atomicMin(first, (unsigned long long)at);
      return;  // the indices of this thread only grow
    }
  }
}
