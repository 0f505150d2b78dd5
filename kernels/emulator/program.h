// A program of the emulated NVRTC.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace emulator {

// nvrtcResult
enum Result {
  SUCCESS, NO_MEMORY, CREATION_FAILURE, INVALID_INPUT, INVALID_PROGRAM, BAD_OPTION, COMPILATION_ERROR, BUILTIN_FAILURE,
  NO_EXPRESSIONS_AFTER_COMPILATION, NO_LOWERED_BEFORE_COMPILATION, EXPRESSION_NOT_VALID, INTERNAL_ERROR
};

struct Program {
  std::string source, name, log, image;
  std::vector<std::pair<std::string, std::string>> headers; // name, text
  std::vector<std::string> expressions;
  int architecture = DEFAULT_ARCHITECTURE;
  bool real = false, compiled = false;
};

// The name of the kernel that the ith name expression stands for.
inline std::string lowered(size_t i) { return "_Zemulated" + std::to_string(i); }

// rewrite.cpp: source text as g++ can read it; "" and a message in log when NVRTC would refuse it before parsing.
struct Rewritten {
  std::string source;
  std::vector<std::string> kernels; // extern "C"
  bool barriers = false;
};
bool rewrite(const Program& program, bool includePaths, Rewritten& to, std::string& log);

// compile.cpp: fills image and log; an NVRTC status.
int compile(Program& program, const std::vector<std::string>& options);

} // namespace emulator
