// cuModule*, cuFunc*, cuLaunchKernel.
#include "base64.h"
#include "internal.h"
#include "kernel_abi.h"
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>
#include <unistd.h>

using namespace emulator;

namespace {

struct Module {
  void* library = nullptr;
  emulator_module info{};
  ~Module() {
    if (library) dlclose(library);
  }
};

struct Function {
  std::weak_ptr<Module> module;
  const emulator_kernel* kernel;
  unsigned dynamicLimit;
};

long elfBytes(const char* image) {
  Elf64_Ehdr header;
  memcpy(&header, image, sizeof header);
  return static_cast<long>(header.e_shoff) + header.e_shentsize * header.e_shnum;
}

// Each load is a library of its own, with its own variables: a new file beside this library, gone once it is loaded.
// (dlopen knows libraries by their path, so /proc/self/fd of a file in memory would give an earlier one again.)
int open(const char* image, long bytes, bool fromPtx, Handle* to) {
  static long loads = 0;
  Dl_info own;
  dladdr(reinterpret_cast<void*>(&elfBytes), &own);
  std::string path = own.dli_fname;
  path = path.substr(0, path.rfind('/')) + "/module-" + std::to_string(getpid()) + "-" + std::to_string(++loads) + ".so";
  std::ofstream file(path, std::ios::binary);
  file.write(image, bytes);
  file.close();
  if (!file) return complain("cannot write %s", path.c_str()), OUT_OF_MEMORY;
  auto module = std::make_shared<Module>();
  module->library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  unlink(path.c_str());
  const char* why = module->library ? nullptr : dlerror();
  auto info = module->library ? reinterpret_cast<emulator_module (*)()>(dlsym(module->library, "emulator_module_info")) : nullptr;
  if (!info) {
    complain("cuModuleLoadData: not what the emulated NVRTC made: %s", why ? why : "no kernel table");
    return fromPtx ? INVALID_PTX : INVALID_IMAGE;
  }
  module->info = info();
  const auto& s = settings();
  int device = s.major * 10 + s.minor, made = module->info.architecture;
  if (fromPtx && module->info.version > s.driver) {
    complain("cuModuleLoadData: PTX of NVRTC %d, driver of CUDA %d", module->info.version, s.driver);
    return UNSUPPORTED_PTX_VERSION;
  }
  if (fromPtx ? made > device : made / 10 != s.major || made > device) {
    complain("cuModuleLoadData: compiled for %d, the device is %d", made, device);
    return NO_BINARY;
  }
  *to = newHandle(Kind::MODULE, module);
  return OK;
}

int load(Handle* to, const char* image) {
  if (!to || !image) return INVALID_VALUE;
  if (!memcmp(image, ELFMAG, SELFMAG)) return open(image, elfBytes(image), false, to);
  const char* body = strstr(image, PTX_MARK);
  if (!body) return INVALID_IMAGE;
  std::string decoded = base64Decode(body + strlen(PTX_MARK));
  if (decoded.size() < sizeof(Elf64_Ehdr)) return INVALID_PTX;
  return open(decoded.data(), static_cast<long>(decoded.size()), true, to);
}

} // namespace

EXPORT int cuModuleLoadData(Handle* to, const void* image) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return load(to, static_cast<const char*>(image));
}

EXPORT int cuModuleLoadDataEx(Handle* to, const void* image, unsigned, int*, void**) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return load(to, static_cast<const char*>(image));
}

EXPORT int cuModuleUnload(Handle handle) {
  RELEASES(DRIVER, handle);
  int status = finishAll();
  if (status) return status;
  return dropHandle(Kind::MODULE, handle) ? OK : INVALID_HANDLE;
}

EXPORT int cuModuleGetFunction(Handle* to, Handle handle, const char* name) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  if (!to || !name) return INVALID_VALUE;
  auto module = object<Module>(Kind::MODULE, handle);
  if (!module) return INVALID_HANDLE;
  for (auto* k = module->info.kernels; k->name; k++) {
    if (strcmp(k->name, name)) continue;
    *to = newHandle(Kind::FUNCTION, std::make_shared<Function>(Function{module, k, 49152}));
    return OK;
  }
  complain("cuModuleGetFunction: no kernel %s (is it extern \"C\"?)", name);
  return NOT_FOUND;
}

EXPORT int cuFuncGetAttribute(int* value, int attribute, Handle handle) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  if (!value) return INVALID_VALUE;
  auto function = object<Function>(Kind::FUNCTION, handle);
  auto module = function ? function->module.lock() : nullptr;
  if (!module) return INVALID_HANDLE;
  auto& m = module->info;
  switch (attribute) {
    case 0: *value = 1024; return OK;
    case 1: *value = static_cast<int>(m.staticSharedEnd - m.staticShared); return OK;
    case 2: case 3: case 7: *value = 0; return OK;
    case 4: *value = 32; return OK;
    case 5: case 6: *value = m.architecture; return OK;
    case 8: *value = static_cast<int>(function->dynamicLimit); return OK;
    default: return INVALID_VALUE;
  }
}

// Only attribute 8, the dynamic shared memory a block may ask for.
EXPORT int cuFuncSetAttribute(Handle handle, int attribute, int value) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto function = object<Function>(Kind::FUNCTION, handle);
  auto module = function ? function->module.lock() : nullptr;
  if (!module) return INVALID_HANDLE;
  if (attribute != 8 || value < 0 || static_cast<unsigned long>(value) > module->info.dynamicLimit) return INVALID_VALUE;
  function->dynamicLimit = static_cast<unsigned>(value);
  return OK;
}

EXPORT int cuLaunchKernel(Handle handle, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                          unsigned sharedBytes, Handle on, void** parameters, void** extra) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto function = object<Function>(Kind::FUNCTION, handle);
  auto module = function ? function->module.lock() : nullptr;
  auto queue = stream(on);
  if (!module || !queue) return INVALID_HANDLE;
  if (extra) return NOT_SUPPORTED;
  auto* kernel = function->kernel;
  auto staticBytes = static_cast<unsigned long>(module->info.staticSharedEnd - module->info.staticShared);
  unsigned long threads = static_cast<unsigned long>(bx) * by * bz;
  bool wrong = !gx || !gy || !gz || gx > 2147483647u || gy > 65535 || gz > 65535 || !threads || threads > 1024 || bz > 64;
  if (wrong || sharedBytes > function->dynamicLimit || sharedBytes + staticBytes > module->info.dynamicLimit) {
    complain("cuLaunchKernel %s: grid %u×%u×%u, block %u×%u×%u, %u bytes of shared memory are not possible", kernel->name,
             gx, gy, gz, bx, by, bz, sharedBytes);
    return INVALID_VALUE;
  }
  if (kernel->count && !parameters) return INVALID_VALUE;
  auto launch = std::make_shared<Launch>(Launch{kernel->name, kernel, &module->info, {gx, gy, gz}, {bx, by, bz}, sharedBytes, {}});
  for (unsigned i = 0; i < kernel->count; i++) {
    auto* value = static_cast<const char*>(parameters[i]);
    if (!value) return INVALID_VALUE;
    launch->arguments.emplace_back(value, value + kernel->sizes[i]);
  }
  return submit(queue, [=] { return module ? run(*launch) : OK; });
}
