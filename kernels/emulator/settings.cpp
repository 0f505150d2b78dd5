// What the emulated machine is like: environment variables WASSILY_EMULATOR_*, or emulator_set.
#include "internal.h"
#include <cstdlib>
#include <cstring>

namespace emulator {

static std::map<std::string, std::string>& overrides() {
  static auto* map = new std::map<std::string, std::string>();
  return *map;
}

std::string setting(const char* name, const char* otherwise) {
  auto it = overrides().find(name);
  if (it != overrides().end()) return it->second;
  const char* value = getenv((std::string("WASSILY_EMULATOR_") + name).c_str());
  return value ? value : otherwise;
}

static Settings& current_() {
  static auto* settings = new Settings();
  return *settings;
}

// CUDA_VISIBLE_DEVICES, as the driver reads it: indices up to the first that does not exist.
static int visible(int devices) {
  const char* list = getenv("CUDA_VISIBLE_DEVICES");
  auto it = overrides().find("CUDA_VISIBLE_DEVICES");
  if (it != overrides().end()) list = it->second.c_str();
  if (!list) return devices;
  int seen = 0;
  for (const char* p = list; *p;) {
    char* end;
    long index = strtol(p, &end, 10);
    if (end == p || index < 0 || index >= devices) break;
    seen++;
    if (*end != ',') break;
    p = end + 1;
  }
  return seen;
}

void readSettings(bool forgetOverrides) {
  if (forgetOverrides) overrides().clear();
  auto& s = current_();
  auto number = [](const char* name, const char* otherwise) { return atol(setting(name, otherwise).c_str()); };
  s.memory = number("MEMORY", "1073741824");
  s.used = number("USED", "0");
  s.handleBytes = number("HANDLE_BYTES", "0");
  s.devices = visible(static_cast<int>(number("DEVICES", "1")));
  s.driver = static_cast<int>(number("DRIVER", DEFAULT_DRIVER));
  s.lazy = number("LAZY", "0") != 0;
  s.name = setting("NAME", "Emulated CUDA device");
  s.leaks = setting("LEAKS", "");
  s.log = setting("LOG", "");
  std::string capability = setting("CAPABILITY", "9.0");
  s.major = atoi(capability.c_str());
  auto dot = capability.find('.');
  s.minor = dot == std::string::npos ? 0 : atoi(capability.c_str() + dot + 1);
}

const Settings& settings() {
  static bool read = (readSettings(false), true);
  (void)read;
  return current_();
}

} // namespace emulator

// Sets NAME as if WASSILY_EMULATOR_NAME had been in the environment, until emulator_reset; a null value unsets it.
// CUDA_VISIBLE_DEVICES is known by its own name.
EXPORT int emulator_set(const char* name, const char* value) {
  std::lock_guard<std::recursive_mutex> guard(emulator::lock());
  if (!name) return emulator::INVALID_VALUE;
  emulator::settings();
  if (value) emulator::overrides()[name] = value;
  else emulator::overrides().erase(name);
  emulator::readSettings(false);
  return emulator::OK;
}
