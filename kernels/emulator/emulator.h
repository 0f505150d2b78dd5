// CUDA C++ for g++: what a kernel may use. Included before every kernel. What is not here (warp intrinsics, textures,
// cooperative groups …) does not compile, on purpose.
#pragma once
#include <math.h>
#include "kernel_abi.h"

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __managed__ EMULATOR_HAS_NO_MANAGED_MEMORY
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) alignas(n)
#define __grid_constant__
// One block runs at a time, so its memory is a static variable. `extern __shared__ T name[];` was rewritten before.
#define __shared__ __attribute__((section("emulator_shared"))) static
#define __CUDACC_RTC__ 1
#define __CUDA_ARCH__ (EMULATOR_ARCHITECTURE * 10)
#define CUDART_VERSION EMULATOR_VERSION

typedef __SIZE_TYPE__ size_t;
typedef emulator_index uint3;
struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned a = 1, unsigned b = 1, unsigned c = 1) : x(a), y(b), z(c) {}
};
struct int2 { int x, y; };
struct double2 { double x, y; };
struct alignas(16) double4 { double x, y, z, w; };
inline int2 make_int2(int x, int y) { return {x, y}; }
inline double2 make_double2(double x, double y) { return {x, y}; }

extern "C" {
extern const uint3 threadIdx, blockIdx, blockDim, gridDim;
void emulator_barrier();
void* emulator_shared_memory();
void emulator_stop(int status, const char* why);
}

inline void __syncthreads() { emulator_barrier(); }
inline void __threadfence() {}
inline void __threadfence_block() {}
inline void __trap() { emulator_stop(719, "__trap()"); }
#define assert(condition) ((condition) ? (void)0 : emulator_stop(710, "assert(" #condition ")"))

// Threads take turns at barriers only: every read-modify-write is atomic. Only the types that CUDA has.
#define EMULATOR_ATOMIC(name, T, value)                                                                                \
  inline T name(T* at, T v) {                                                                                          \
    T old = *at;                                                                                                       \
    *at = (value);                                                                                                     \
    return old;                                                                                                        \
  }
#define EMULATOR_ATOMICS(T)                                                                                            \
  EMULATOR_ATOMIC(atomicExch, T, v)                                                                                    \
  EMULATOR_ATOMIC(atomicMax, T, old > v ? old : v)                                                                     \
  EMULATOR_ATOMIC(atomicMin, T, old < v ? old : v)                                                                     \
  EMULATOR_ATOMIC(atomicAnd, T, old & v)                                                                               \
  EMULATOR_ATOMIC(atomicOr, T, old | v)                                                                                \
  EMULATOR_ATOMIC(atomicXor, T, old ^ v)                                                                               \
  inline T atomicCAS(T* at, T compare, T v) {                                                                          \
    T old = *at;                                                                                                       \
    *at = old == compare ? v : old;                                                                                    \
    return old;                                                                                                        \
  }
EMULATOR_ATOMICS(int)
EMULATOR_ATOMICS(unsigned)
EMULATOR_ATOMICS(unsigned long long)
EMULATOR_ATOMIC(atomicMax, long long, old > v ? old : v)
EMULATOR_ATOMIC(atomicMin, long long, old < v ? old : v)
EMULATOR_ATOMIC(atomicAdd, int, old + v)
EMULATOR_ATOMIC(atomicAdd, unsigned, old + v)
EMULATOR_ATOMIC(atomicAdd, unsigned long long, old + v)
EMULATOR_ATOMIC(atomicAdd, float, old + v)
EMULATOR_ATOMIC(atomicAdd, double, old + v)
EMULATOR_ATOMIC(atomicSub, int, old - v)
EMULATOR_ATOMIC(atomicSub, unsigned, old - v)
EMULATOR_ATOMIC(atomicExch, float, v)

#define EMULATOR_MINMAX(T)                                                                                             \
  inline T min(T a, T b) { return a < b ? a : b; }                                                                     \
  inline T max(T a, T b) { return a > b ? a : b; }
EMULATOR_MINMAX(int)
EMULATOR_MINMAX(unsigned)
EMULATOR_MINMAX(long)
EMULATOR_MINMAX(unsigned long)
EMULATOR_MINMAX(long long)
EMULATOR_MINMAX(unsigned long long)
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }

inline double __dadd_rn(double a, double b) { return a + b; }
inline double __dsub_rn(double a, double b) { return a - b; }
inline double __dmul_rn(double a, double b) { return a * b; }
inline double __ddiv_rn(double a, double b) { return a / b; }
inline double __dsqrt_rn(double a) { return sqrt(a); }
inline double __fma_rn(double a, double b, double c) { return fma(a, b, c); }
inline double rsqrt(double a) { return 1 / sqrt(a); }
inline long long __double_as_longlong(double a) { long long b; __builtin_memcpy(&b, &a, 8); return b; }
inline double __longlong_as_double(long long a) { double b; __builtin_memcpy(&b, &a, 8); return b; }
inline int __popc(unsigned a) { return __builtin_popcount(a); }
inline int __popcll(unsigned long long a) { return __builtin_popcountll(a); }
inline int __clz(int a) { return a ? __builtin_clz(static_cast<unsigned>(a)) : 32; }
inline int __clzll(long long a) { return a ? __builtin_clzll(static_cast<unsigned long long>(a)) : 64; }
inline int __ffs(int a) { return __builtin_ffs(a); }
template <class T> inline T __ldg(const T* at) { return *at; }

// The table of kernels at the end of the file: names, parameter sizes, and a call through the parameters' types.
namespace emulator_detail {
template <class T> struct Pointer { static constexpr unsigned char yes = 0; };
template <class T> struct Pointer<T*> { static constexpr unsigned char yes = 1; };
template <int... I> struct Indices {};
template <auto kernel> struct Entry;
template <class... A, void (*kernel)(A...)> struct Entry<kernel> {
  static constexpr unsigned sizes[] = {static_cast<unsigned>(sizeof(A))..., 0};
  static constexpr unsigned char pointers[] = {Pointer<A>::yes..., 0};
  template <int... I>
  __attribute__((no_sanitize("kernel-address"))) static void call(char** args, Indices<I...>) {
    (void)args;
    kernel(*reinterpret_cast<A*>(args[I])...);
  }
  __attribute__((no_sanitize("kernel-address"))) static void run(char** args) {
    call(args, Indices<__integer_pack(static_cast<int>(sizeof...(A)))...>());
  }
};
template <auto kernel> constexpr emulator_kernel describe(const char* name) {
  using E = Entry<kernel>;
  return {name, E::run, E::sizes, E::pointers, sizeof(E::sizes) / sizeof(unsigned) - 1};
}
} // namespace emulator_detail
