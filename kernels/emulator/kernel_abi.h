// What a compiled kernel file and the emulator's libcuda tell each other.
#pragma once

extern "C" {

struct emulator_kernel {
  const char* name;              // as cuModuleGetFunction asks for it
  void (*run)(char** arguments); // calls it with the values behind these pointers
  const unsigned* sizes;         // of the parameters
  const unsigned char* pointers; // which of them are pointers
  unsigned count;
};

struct emulator_hooks {
  void (*barrier)();
  // A kernel is about to touch memory outside the ranges it has used lately: gives the range, or does not return.
  void (*access)(const char* at, unsigned long bytes, int write, const char** from, const char** to);
  void (*stop)(int status, const char* why); // does not return
};

struct emulator_index {
  unsigned x, y, z;
};

struct emulator_range {
  const char *from, *to;
};

struct emulator_module {
  const emulator_kernel* kernels; // ends with a null name
  int architecture;               // 90 for compute_90 or sm_90
  int version;                    // of the compiler, 12060
  int real;                       // compiled for sm_, not for compute_
  int barriers;                   // the source has __syncthreads
  char *staticShared, *staticSharedEnd, *dynamicShared;
  unsigned long dynamicLimit;
  emulator_index *threadIdx, *blockIdx, *blockDim, *gridDim;
  emulator_range* recent; // four
  const emulator_hooks** hooks;
};
}
