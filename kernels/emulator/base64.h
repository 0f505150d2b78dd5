// Emulated PTX is text: a compiled kernel file in base64 behind a mark.
#pragma once
#include <string>

namespace emulator {

inline constexpr const char* PTX_MARK = "// compiled by the emulated NVRTC:\n// ";
inline constexpr const char* BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline std::string base64Encode(const std::string& bytes) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (unsigned char c : bytes) {
    bits = bits << 8 | c;
    for (held += 8; held >= 6; held -= 6) out += BASE64[bits >> (held - 6) & 63];
  }
  if (held) out += BASE64[bits << (6 - held) & 63];
  return out;
}

inline std::string base64Decode(const char* text) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (; *text && *text != '\n'; text++) {
    std::string_view all = BASE64;
    auto digit = all.find(*text);
    if (digit == std::string_view::npos) return "";
    bits = bits << 6 | static_cast<unsigned>(digit);
    held += 6;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 255);
  }
  return out;
}

} // namespace emulator
