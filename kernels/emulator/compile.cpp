// Hands a kernel to g++; what was compiled is kept beside the libraries under the hash of all that went in.
#include "program.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <fstream>
#include <set>
#include <spawn.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace emulator {

static std::string folder() {
  Dl_info info;
  dladdr(reinterpret_cast<void*>(&compile), &info);
  std::string path = info.dli_fname;
  return path.substr(0, path.rfind('/'));
}

static std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

static void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

static std::string hash(const std::string& text) {
  unsigned long long h = 14695981039346656037ull; // FNV-1a
  for (unsigned char c : text) h = (h ^ c) * 1099511628211ull;
  char hex[20];
  snprintf(hex, sizeof hex, "%016llx", h);
  return hex;
}

struct Options {
  std::vector<std::string> words; // for g++
  bool includePaths = false;
};

static bool architecture(const std::string& value, Program& program) {
  int n = 0;
  char end = 0;
  program.real = value.rfind("sm_", 0) == 0;
  const char* format = program.real ? "sm_%d%c" : "compute_%d%c";
  int found = sscanf(value.c_str(), format, &n, &end);
  static const std::set<int> known = {ARCHITECTURES};
  program.architecture = n;
  return (found == 1 || (found == 2 && (end == 'a' || end == 'f'))) && known.count(n);
}

// Options that change nothing here; a trailing = stands for any value.
static bool ignored(const std::string& option) {
  static const std::set<std::string> plain = {
      "--device-debug", "-G", "--generate-line-info", "-lineinfo", "--use_fast_math", "-use_fast_math", "--restrict", "-restrict",
      "--disable-warnings", "-w", "--device-as-default-execution-space", "-default-device", "--extra-device-vectorization",
      "-extra-device-vectorization", "--dopt=on", "--no-source-include", "--relocatable-device-code=false", "-rdc=false"};
  static const std::set<std::string> withValue = {"--fmad", "-fmad", "--ftz", "-ftz", "--prec-div", "-prec-div", "--prec-sqrt",
      "-prec-sqrt", "--maxrregcount", "-maxrregcount", "--diag-suppress", "-diag-suppress", "--ptxas-options", "--split-compile"};
  auto equals = option.find('=');
  return plain.count(option) || (equals != std::string::npos && withValue.count(option.substr(0, equals)));
}

static bool parse(const std::vector<std::string>& given, Program& program, Options& to) {
  to.words = {"-std=c++17"};
  for (size_t i = 0; i < given.size(); i++) {
    const std::string& o = given[i];
    auto after = [&](const char* begin) { return o.rfind(begin, 0) == 0 ? o.substr(std::string(begin).size()) : ""; };
    std::string value;
    bool good = true;
    if (!(value = after("--gpu-architecture=")).empty() || !(value = after("-arch=")).empty()) good = architecture(value, program);
    else if (!(value = after("--std=")).empty() || !(value = after("-std=")).empty()) to.words[0] = "-std=" + value;
    else if (!(value = after("--define-macro=")).empty() || !(value = after("-D")).empty()) to.words.push_back("-D" + value);
    else if (!(value = after("--undefine-macro=")).empty() || !(value = after("-U")).empty()) to.words.push_back("-U" + value);
    else if (!(value = after("--include-path=")).empty() || !(value = after("-I")).empty()) {
      to.words.push_back("-I" + value);
      to.includePaths = true;
    } else good = ignored(o);
    if (!good) return program.log = "nvrtc: error: invalid value for or unknown option " + o + "\n", false;
  }
  return true;
}

// Runs a program, its output into a file; its exit code, or 127.
static int run(const std::vector<std::string>& words, const std::string& log) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child;
  int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed) return 127;
  int status;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

static std::string table(const Program& program, const Rewritten& r) {
  std::string text = "\nextern \"C\" constexpr emulator_kernel emulator_kernels[] = {\n";
  for (auto& name : r.kernels) text += "  emulator_detail::describe<&" + name + ">(\"" + name + "\"),\n";
  for (size_t i = 0; i < program.expressions.size(); i++) {
    std::string expression = program.expressions[i];
    if (!expression.empty() && expression[0] == '&') expression.erase(0, 1);
    text += "  emulator_detail::describe<&" + expression + ">(\"" + lowered(i) + "\"),\n";
  }
  text += "  {nullptr, nullptr, nullptr, nullptr, 0}};\n";
  return text + "extern \"C\" const int emulator_barriers = " + (r.barriers ? "1" : "0") + ";\n";
}

int compile(Program& program, const std::vector<std::string>& given) {
  Options options;
  Rewritten rewritten;
  program.log.clear();
  if (!parse(given, program, options)) return BAD_OPTION;
  if (!rewrite(program, options.includePaths, rewritten, program.log)) return COMPILATION_ERROR;
  std::string home = folder(), work = home + "/kernels";
  std::string source = "#include \"emulator.h\"\n#line 1 \"" + program.name + "\"\n" + rewritten.source + table(program, rewritten);
  std::string key = source + read(home + "/emulator.h") + read(home + "/kernel_abi.h") + read(home + "/kernel_runtime.cpp");
  for (auto& header : program.headers) key += header.first + "\n" + header.second;
  for (auto& word : options.words) key += word + "\n";
  key += std::to_string(program.architecture) + (program.real ? "real" : "virtual");
  mkdir(work.c_str(), 0755);
  std::string kept = work + "/" + hash(key);
  // Include paths may lead to files that have changed.
  if (!options.includePaths && access((kept + ".so").c_str(), R_OK) == 0) {
    program.image = read(kept + ".so");
    program.log = read(kept + ".log");
    return SUCCESS;
  }
  std::string own = kept + "." + std::to_string(getpid());
  mkdir(own.c_str(), 0755);
  write(own + "/kernel.cpp", source);
  for (auto& header : program.headers) write(own + "/" + header.first, header.second);
  std::vector<std::string> words = {"g++", "-x", "c++", "-O2", "-fPIC", "-shared", "-ffp-contract=off", "-fno-strict-aliasing",
      "-fno-exceptions", "-fno-tree-loop-distribute-patterns", "-fmax-errors=20", "-w", "-fdiagnostics-color=never",
      "-DEMULATOR_ARCHITECTURE=" + std::to_string(program.architecture), "-DEMULATOR_VERSION=" COMPILER_VERSION,
      "-DEMULATOR_REAL=" + std::string(program.real ? "1" : "0"), "-I" + home, "-I" + own};
  words.insert(words.end(), options.words.begin(), options.words.end());
  std::vector<std::string> kernel = words, link = words;
  kernel.insert(kernel.end(), {"-c", "-fsanitize=kernel-address", "--param=asan-instrumentation-with-call-threshold=0",
                               "--param=asan-globals=0", "--param=asan-stack=0", own + "/kernel.cpp", "-o", own + "/kernel.o"});
  kernel.erase(std::find(kernel.begin(), kernel.end(), "-shared"));
  int status = run(kernel, own + "/log");
  program.log = read(own + "/log");
  if (status == 0) {
    link.insert(link.end(), {"-Wl,-z,defs", home + "/kernel_runtime.cpp", "-x", "none", own + "/kernel.o", "-o", own + "/kernel.so"});
    status = run(link, own + "/log");
    program.log += read(own + "/log");
  }
  if (status == 0) {
    program.image = read(own + "/kernel.so");
    write(own + "/final.log", program.log);
    rename((own + "/final.log").c_str(), (kept + ".log").c_str());
    rename((own + "/kernel.so").c_str(), (kept + ".so").c_str());
  }
  for (const char* name : {"/kernel.cpp", "/kernel.o", "/kernel.so", "/log"}) unlink((own + name).c_str());
  for (auto& header : program.headers) unlink((own + "/" + header.first).c_str());
  rmdir(own.c_str());
  if (status == 127) program.log += "the emulated NVRTC needs g++ in PATH\n";
  return status == 0 ? SUCCESS : status == 127 ? INTERNAL_ERROR : COMPILATION_ERROR;
}

} // namespace emulator
