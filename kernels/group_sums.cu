// Sums over groups of rows and of columns; the members of group g are member[start[g]] ... member[start[g+1]-1], ascending.
// One thread makes one sum, in this order: the same bits for any number of threads, and on the CPU.
// CPU twin: wassily.linalg.cpu.GroupSums. Test: wassily.linalg.GroupsContract.sumsOverGroups, KernelTest.

// to[g,j] = sum of m[i,j] over i in group first+g, for g < count; rows of m and to are width long.
extern "C" __global__ void sum_rows(const double *m, double *to, const int *start, const int *member, long long first,
                                    long long count, long long width) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < count * width; at += step) {
    long long g = at / width;
    long long j = at - g * width;
    double sum = 0;
    int end = start[first + g + 1];
    for (int k = start[first + g]; k < end; k++) sum += m[member[k] * width + j];
    to[at] = sum;
  }
}

// to[i,h] = sum of m[i,j] over j in group h, for i < height and h < groups; rows of m are width long.
extern "C" __global__ void sum_columns(const double *m, double *to, const int *start, const int *member, long long height,
                                       long long width, long long groups) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < height * groups; at += step) {
    long long i = at / groups;
    long long h = at - i * groups;
    double sum = 0;
    int end = start[h + 1];
    for (int k = start[h]; k < end; k++) sum += m[i * width + member[k]];
    to[at] = sum;
  }
}
