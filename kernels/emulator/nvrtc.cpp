// The functions of libnvrtc.
#include "base64.h"
#include "internal.h"
#include "program.h"
#include <cstring>

using namespace emulator;

namespace {
std::shared_ptr<Program> program(Handle handle) { return object<Program>(Kind::PROGRAM, handle); }

// The size counts the final zero of a text.
int size(const std::string& text, bool isText, size_t* to) {
  if (!to) return INVALID_INPUT;
  *to = text.size() + isText;
  return SUCCESS;
}

int give(const std::string& text, bool isText, char* to) {
  if (!to) return INVALID_INPUT;
  memcpy(to, text.c_str(), text.size() + isText);
  return SUCCESS;
}

std::string ptx(const Program& p) { return ".version 8.5\n" + std::string(PTX_MARK) + base64Encode(p.image) + "\n"; }
} // namespace

#define PROGRAM(handle)                                                                                                \
  ENTER(COMPILER);                                                                                                     \
  auto p = program(handle);                                                                                            \
  if (!p) return INVALID_PROGRAM

EXPORT const char* nvrtcGetErrorString(int result) {
  static const char* names[] = {"NVRTC_SUCCESS", "NVRTC_ERROR_OUT_OF_MEMORY", "NVRTC_ERROR_PROGRAM_CREATION_FAILURE",
      "NVRTC_ERROR_INVALID_INPUT", "NVRTC_ERROR_INVALID_PROGRAM", "NVRTC_ERROR_INVALID_OPTION", "NVRTC_ERROR_COMPILATION",
      "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE", "NVRTC_ERROR_NO_NAME_EXPRESSIONS_AFTER_COMPILATION",
      "NVRTC_ERROR_NO_LOWERED_NAMES_BEFORE_COMPILATION", "NVRTC_ERROR_NAME_EXPRESSION_NOT_VALID", "NVRTC_ERROR_INTERNAL_ERROR"};
  return result >= 0 && result <= INTERNAL_ERROR ? names[result] : "NVRTC_ERROR unknown";
}

EXPORT int nvrtcVersion(int* major, int* minor) {
  ENTER(COMPILER);
  if (!major || !minor) return INVALID_INPUT;
  int version = atoi(COMPILER_VERSION);
  *major = version / 1000;
  *minor = version % 1000 / 10;
  return SUCCESS;
}

static const int KNOWN[] = {ARCHITECTURES};

EXPORT int nvrtcGetNumSupportedArchs(int* count) {
  ENTER(COMPILER);
  if (!count) return INVALID_INPUT;
  *count = sizeof KNOWN / sizeof *KNOWN;
  return SUCCESS;
}

EXPORT int nvrtcGetSupportedArchs(int* to) {
  ENTER(COMPILER);
  if (!to) return INVALID_INPUT;
  memcpy(to, KNOWN, sizeof KNOWN);
  return SUCCESS;
}

EXPORT int nvrtcCreateProgram(Handle* to, const char* source, const char* name, int count, const char* const* headers,
                              const char* const* names) {
  ENTER(COMPILER);
  if (!to || !source || count < 0 || (count && (!headers || !names))) return INVALID_INPUT;
  auto p = std::make_shared<Program>();
  p->source = source;
  p->name = name ? name : "default_program";
  for (int i = 0; i < count; i++) p->headers.emplace_back(names[i], headers[i]);
  *to = newHandle(Kind::PROGRAM, p);
  return SUCCESS;
}

EXPORT int nvrtcDestroyProgram(Handle* handle) {
  RELEASES(COMPILER, handle ? *handle : 0);
  if (!handle || !dropHandle(Kind::PROGRAM, *handle)) return INVALID_PROGRAM;
  *handle = 0;
  return SUCCESS;
}

EXPORT int nvrtcCompileProgram(Handle handle, int count, const char* const* options) {
  PROGRAM(handle);
  if (count < 0 || (count && !options)) return INVALID_INPUT;
  int status = compile(*p, std::vector<std::string>(options, options + count));
  p->compiled = status == SUCCESS;
  return status;
}

EXPORT int nvrtcGetPTXSize(Handle handle, size_t* to) {
  PROGRAM(handle);
  return p->compiled ? size(ptx(*p), true, to) : INVALID_PROGRAM;
}

EXPORT int nvrtcGetPTX(Handle handle, char* to) {
  PROGRAM(handle);
  return p->compiled ? give(ptx(*p), true, to) : INVALID_PROGRAM;
}

// As with NVRTC, there is machine code only for sm_XX, not for compute_XX.
EXPORT int nvrtcGetCUBINSize(Handle handle, size_t* to) {
  PROGRAM(handle);
  return p->compiled ? size(p->real ? p->image : "", false, to) : INVALID_PROGRAM;
}

EXPORT int nvrtcGetCUBIN(Handle handle, char* to) {
  PROGRAM(handle);
  return p->compiled && p->real ? give(p->image, false, to) : INVALID_PROGRAM;
}

EXPORT int nvrtcGetProgramLogSize(Handle handle, size_t* to) {
  PROGRAM(handle);
  return size(p->log, true, to);
}

EXPORT int nvrtcGetProgramLog(Handle handle, char* to) {
  PROGRAM(handle);
  return give(p->log, true, to);
}

EXPORT int nvrtcAddNameExpression(Handle handle, const char* expression) {
  PROGRAM(handle);
  if (p->compiled) return NO_EXPRESSIONS_AFTER_COMPILATION;
  if (!expression) return EXPRESSION_NOT_VALID;
  p->expressions.push_back(expression);
  return SUCCESS;
}

EXPORT int nvrtcGetLoweredName(Handle handle, const char* expression, const char** to) {
  static thread_local std::string name;
  PROGRAM(handle);
  if (!p->compiled) return NO_LOWERED_BEFORE_COMPILATION;
  for (size_t i = 0; i < p->expressions.size() && expression && to; i++) {
    if (p->expressions[i] != expression) continue;
    name = lowered(i);
    *to = name.c_str();
    return SUCCESS;
  }
  return EXPRESSION_NOT_VALID;
}
