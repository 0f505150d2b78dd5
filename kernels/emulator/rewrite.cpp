// What g++ needs that CUDA C++ does not say: where the kernels are and how dynamic shared memory is declared.
#include "program.h"
#include <regex>

namespace emulator {

// Comments and the insides of string literals become spaces, so that positions and lines stay.
static std::string bare(const std::string& text) {
  std::string out = text;
  enum { CODE, LINE, BLOCK, STRING, CHARACTER } in = CODE;
  for (size_t i = 0; i < out.size(); i++) {
    char c = out[i], next = i + 1 < out.size() ? out[i + 1] : '\0';
    if (in == CODE) {
      if (c == '/' && next == '/') in = LINE;
      else if (c == '/' && next == '*') in = BLOCK;
      else if (c == '"') in = STRING;
      else if (c == '\'' && !(i && isalnum(static_cast<unsigned char>(out[i - 1])))) in = CHARACTER;
      if (in == LINE || in == BLOCK) out[i] = ' ';
      continue;
    }
    bool escape = c == '\\' && (in == STRING || in == CHARACTER);
    bool ends = (in == LINE && c == '\n') || (in == STRING && c == '"') || (in == CHARACTER && c == '\'');
    if (in == BLOCK && c == '*' && next == '/') {
      out[i] = out[i + 1] = ' ';
      i++;
      in = CODE;
    } else if (ends) in = CODE;
    else if (c != '\n' && (in == LINE || in == BLOCK)) out[i] = ' ';
    else if (escape) i++;
  }
  return out;
}

// Kernels with C linkage that are no templates; others are reached by name expressions only, as with NVRTC.
static std::vector<std::string> kernels(const std::string& code) {
  static const std::regex token("extern\\s*\"C\"\\s*\\{|extern\\s*\"C\"|__global__|[{};]");
  static const std::regex after("^(?:\\s|__launch_bounds__\\s*\\([^)]*\\)|void\\b|static\\b|__restrict__)*([A-Za-z_]\\w*)\\s*\\(");
  std::vector<std::string> names;
  std::vector<bool> braces; // of C linkage?
  bool single = false;
  for (std::sregex_iterator it(code.begin(), code.end(), token), end; it != end; ++it) {
    std::string word = it->str();
    bool inBlock = !braces.empty() && braces.back();
    if (word == "__global__") {
      std::smatch match;
      std::string rest = code.substr(static_cast<size_t>(it->position()) + word.size(), 400);
      if ((single || inBlock) && std::regex_search(rest, match, after)) names.push_back(match[1]);
    } else if (word == "{") {
      braces.push_back(false);
      single = false;
    } else if (word == "}") {
      if (!braces.empty()) braces.pop_back();
    } else if (word == ";") single = false;
    else if (word.back() == '{') braces.push_back(true);
    else single = true;
  }
  std::vector<std::string> once; // a declaration and its definition are one kernel
  for (auto& name : names)
    if (std::find(once.begin(), once.end(), name) == once.end()) once.push_back(name);
  return once;
}

static bool includesKnown(const Program& program, const std::string& code, std::string& log) {
  static const std::regex include("(?:^|\\n)[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"]*)[>\"]");
  for (std::sregex_iterator it(code.begin(), code.end(), include), end; it != end; ++it) {
    bool known = false;
    for (auto& header : program.headers) known = known || header.first == (*it)[1].str();
    if (known) continue;
    log += program.name + ": error: could not open source file \"" + (*it)[1].str() + "\" (NVRTC has no system headers)\n";
    return false;
  }
  return true;
}

bool rewrite(const Program& program, bool includePaths, Rewritten& to, std::string& log) {
  std::string code = bare(program.source);
  if (!includePaths && !includesKnown(program, code, log)) return false;
  to.kernels = kernels(code);
  std::string all = code;
  for (auto& header : program.headers) all += bare(header.second);
  to.barriers = includePaths || all.find("__syncthreads") != std::string::npos;
  static const std::regex dynamic("extern\\s+__shared__\\s+(?:__align__\\s*\\([^)]*\\)\\s*)?([A-Za-z_][\\w:\\s]*?)\\s*\\b(\\w+)\\s*\\[\\s*\\]\\s*;");
  to.source = std::regex_replace(code, dynamic, "$1* const $2 = reinterpret_cast<$1*>(emulator_shared_memory());");
  return true;
}

} // namespace emulator
