// What a port asks of the operating system, and nothing else: device-posix.cc answers it for POSIX. Windows is one more source file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace smets2 {

// Nanoseconds of the monotonic clock, the one that process.hrtime shows.
using Nanos = uint64_t;
constexpr Nanos kNever = UINT64_MAX;
Nanos monotonicNow();

// An errno and the call that gave it; number 0 where nothing failed.
struct Failure {
  int number = 0;
  const char* call = "";
  explicit operator bool() const { return number != 0; }
};

struct Line {
  uint32_t baud = 9600;
  bool sevenEven = false;
};

// The wires of RS-232 that a device may lift, and those that it only sees.
struct ControlLines {
  bool dtr = false, rts = false, cts = false, dsr = false, dcd = false, ri = false;
};

// One open line. All but `wake` is called by one thread, the port's own. Nothing but `open`, `drain`
// and `close` blocks longer than asked.
class Device {
 public:
  virtual ~Device() = default;

  virtual Failure open() = 0;
  // Lets go of the line; `wake` may still be called.
  virtual void close() = 0;
  virtual bool isPty() const = 0;

  // Sleeps until there are octets to read, room to write, a `wake`, or `until`.
  virtual Failure wait(bool input, bool room, Nanos until) = 0;
  virtual void wake() = 0;

  // Appends what has arrived, perhaps nothing; fails where the other end is gone.
  virtual Failure read(std::vector<uint8_t>& into) = 0;
  virtual Failure write(const uint8_t* octets, size_t length, size_t& taken) = 0;

  // Octets written that the driver still holds, and how to have them sent or dropped.
  virtual size_t queued() const = 0;
  virtual Failure drain() = 0;
  virtual void dropQueued() = 0;
  virtual void dropReceived() = 0;

  // EINVAL where the device does not show the setting when asked afterwards.
  virtual Failure setLine(const Line& line) = 0;
  virtual Failure getLine(Line& line) const = 0;
  virtual Failure setControlLines(bool dtr, bool rts) = 0;
  virtual Failure getControlLines(ControlLines& lines) const = 0;
  virtual Failure setBreak(bool on) = 0;
};

// Null, with the failure, where there are no descriptors left.
std::unique_ptr<Device> makeSerialDevice(std::string path, Line line, Failure& failure);

// The master of a new pty; the path of its slave is for others to open.
std::unique_ptr<Device> makePtyMaster(std::string& slavePath, Failure& failure);

}  // namespace smets2
