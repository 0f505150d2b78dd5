// The emulated cuSOLVER (dense): LU with and without pivots, and solves.
#include "loops.h"

using namespace emulator;

namespace {

enum SolverStatus { SUCCESS = 0, NOT_READY_YET = 1, ALLOC_FAILED = 2, WRONG = 3, EXECUTION_FAILED = 6 };

struct Solver {
  Handle context;
  Handle stream = 0;
};

std::shared_ptr<Solver> solver(Handle handle, std::shared_ptr<Stream>* queue, int* status) {
  Handle context = 0;
  auto found = object<Solver>(Kind::SOLVER, handle);
  int bad = current(&context);
  *status = bad && context ? EXECUTION_FAILED : NOT_READY_YET;
  if (!found || bad || found->context != context) return nullptr;
  *queue = stream(found->stream);
  *status = EXECUTION_FAILED;
  return *queue ? found : nullptr;
}

int wrong(const char* function, const char* what) {
  complain("%s: %s", function, what);
  return WRONG;
}

int submitted(int status) { return status ? EXECUTION_FAILED : SUCCESS; }

// Doubles of workspace: more than nothing, and another number for every size, so that a wrong one is noticed.
long workspace(long m, long n) { return 32 * std::max(m, n) + 64; }

} // namespace

#define SOLVER_CALL(handle)                                                                                            \
  ENTER(SOLVER);                                                                                                       \
  std::shared_ptr<Stream> queue;                                                                                       \
  int bad = 0;                                                                                                         \
  auto s = solver(handle, &queue, &bad);                                                                               \
  if (!s) return bad;                                                                                                  \
  const char* self = __func__

EXPORT int cusolverGetVersion(int* version) {
  ENTER(SOLVER);
  if (!version) return WRONG;
  *version = CUDA == 12 ? 11701 : 12000;
  return SUCCESS;
}

EXPORT int cusolverGetProperty(int type, int* value) {
  ENTER(SOLVER);
  if (!value || type < 0 || type > 2) return WRONG;
  *value = type == 0 ? CUDA - 1 : type == 1 && CUDA == 12 ? 7 : 0;
  return SUCCESS;
}

EXPORT int cusolverDnCreate(Handle* to) {
  ENTER(SOLVER);
  Handle context;
  if (!to) return WRONG;
  if (settings().driver / 1000 < CUDA || current(&context)) return NOT_READY_YET;
  if (!takeInternal(settings().handleBytes)) return ALLOC_FAILED;
  auto made = std::make_shared<Solver>();
  made->context = context;
  *to = newHandle(Kind::SOLVER, made);
  return SUCCESS;
}

EXPORT int cusolverDnDestroy(Handle handle) {
  RELEASES(SOLVER, handle);
  if (!dropHandle(Kind::SOLVER, handle)) return NOT_READY_YET;
  takeInternal(-settings().handleBytes);
  return SUCCESS;
}

EXPORT int cusolverDnSetStream(Handle handle, Handle to) {
  SOLVER_CALL(handle);
  if (!stream(to)) return wrong(self, "no such stream");
  s->stream = to;
  return SUCCESS;
}

EXPORT int cusolverDnGetStream(Handle handle, Handle* to) {
  SOLVER_CALL(handle);
  if (!to) return wrong(self, "null");
  *to = s->stream;
  return SUCCESS;
}

EXPORT int cusolverDnDgetrf_bufferSize(Handle handle, int m, int n, Address a, int lda, int* doubles) {
  SOLVER_CALL(handle);
  if (Matrix{a, m, n, lda}.wrong() || !doubles) return wrong(self, "a size or a leading dimension");
  *doubles = static_cast<int>(workspace(m, n));
  return SUCCESS;
}

// Null pivots: no pivoting, as with the real one.
EXPORT int cusolverDnDgetrf(Handle handle, int m, int n, Address a, int lda, Address work, Address pivots, Address info) {
  SOLVER_CALL(handle);
  Matrix matrix{a, m, n, lda}, space{work, workspace(m, n), 1, workspace(m, n)};
  if (matrix.wrong() || !info || info % 4) return wrong(self, "a size, a leading dimension or the info pointer");
  if (!m || !n) return SUCCESS;
  if (overlap(matrix, space)) return wrong(self, "the workspace overlaps the matrix");
  return submitted(submit(queue, [=]() -> int {
    long least = m < n ? m : n;
    double *values = matrix.in(self), *scratch = space.in(self);
    int* found = reinterpret_cast<int*>(host(info, 4, self));
    int* exchanged = pivots ? reinterpret_cast<int*>(host(pivots, least * 4, self)) : nullptr;
    if (!values || !scratch || !found || (pivots && !exchanged)) return ILLEGAL_ADDRESS;
    for (long i = 0; i < workspace(m, n); i++) scratch[i] = __builtin_nan("");
    *found = factor(m, n, values, lda, exchanged);
    return 0;
  }));
}

EXPORT int cusolverDnDgetrs(Handle handle, int op, int n, int columns, Address a, int lda, Address pivots, Address x, int ldb,
                            Address info) {
  SOLVER_CALL(handle);
  Matrix matrix{a, n, n, lda}, right{x, n, columns, ldb};
  if (op < 0 || op > 2 || matrix.wrong() || right.wrong() || !info || info % 4)
    return wrong(self, "an option, a size, a leading dimension or the info pointer");
  if (overlap(matrix, right)) return wrong(self, "A overlaps B");
  if (!n || !columns) return SUCCESS;
  return submitted(submit(queue, [=]() -> int {
    double *lu = matrix.in(self), *b = right.in(self);
    int* found = reinterpret_cast<int*>(host(info, 4, self));
    int* exchanged = pivots ? reinterpret_cast<int*>(host(pivots, n * 4L, self)) : nullptr;
    if (!lu || !b || !found || (pivots && !exchanged)) return ILLEGAL_ADDRESS;
    for (long i = 0; exchanged && i < n; i++)
      if (exchanged[i] < 1 || exchanged[i] > n) return complain("%s: pivot %d of %d", self, exchanged[i], n), ILLEGAL_ADDRESS;
    if (!op && exchanged) exchange(columns, b, ldb, exchanged, n, false);
    trsm(true, op != 0, op != 0, op == 0, n, columns, 1, lu, lda, b, ldb);
    trsm(true, op == 0, op != 0, op != 0, n, columns, 1, lu, lda, b, ldb);
    if (op && exchanged) exchange(columns, b, ldb, exchanged, n, true);
    *found = 0;
    return 0;
  }));
}
