// A port with a thread of its own: reads what arrives, when it arrives, and does what was asked, in the order asked.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "device.h"

namespace smets2 {

struct Result {
  enum class Kind { done, timeout, cancelled, failed };
  Kind kind = Kind::done;
  Failure failure;
  std::vector<uint8_t> octets;
  Nanos from = 0, to = 0;
  Line line;
  ControlLines lines;
  bool pty = false;
};

// Called once for each thing asked, on the port's thread.
using Settle = std::function<void(Result)>;

struct ReadRequest {
  Nanos responseWithin = 0;
  // 0: what is there when the first octet is there.
  Nanos silence = 0;
  size_t most = SIZE_MAX;
  Settle settle;
};

// Something for the line that waits until what was written before has left.
struct OutputRequest {
  enum class Kind { write, setLine, getLine, setControlLines, getControlLines, sendBreak };
  Kind kind = Kind::write;
  std::vector<uint8_t> octets;
  Line line;
  bool dtr = false, rts = false;
  Nanos breakFor = 0;
  Settle settle;
};

// All functions are for one other thread, the JavaScript's. At most one read and one output are asked for at a time.
class Port {
 public:
  explicit Port(std::unique_ptr<Device> device) : device_(std::move(device)) {}
  ~Port();

  // Settles when the device is open. Where it cannot be opened, only `close` is left to do. Throws std::system_error without a thread.
  void start(Settle opened);
  void read(ReadRequest request);
  void output(OutputRequest request);
  void cancelRead();
  void cancelOutput();
  // Drops what arrived before; settles when that is done.
  void discard(Settle discarded);
  // Settles what is pending as cancelled, drops what is queued, closes the device; `closed` is the last to be settled.
  void close(Settle closed);

 private:
  // Octets of one read from the device, with when they were there.
  struct Arrival {
    std::vector<uint8_t> octets;
    Nanos at;
  };
  struct Reading : ReadRequest {
    Nanos deadline = 0;
  };
  struct Output : OutputRequest {
    size_t sent = 0;
    Nanos from = 0;
    // When the driver is asked again whether all has left, or when the break ends.
    Nanos lookAt = kNever;
    bool breaking = false;
  };

  void run(const Settle& opened);
  // False where the port is to close.
  bool take();
  void drop(const std::vector<Settle>& discarded);
  void receive();
  void serveRead();
  bool burst(Nanos now, size_t& length, Nanos& until) const;
  void deliver(size_t length);
  void serveOutput();
  bool send();
  bool allHasLeft();
  bool endBreak();
  Result act();
  Nanos nextLook() const;
  void settleOutput(Result result);
  void lose(Failure failure);
  void end();

  std::unique_ptr<Device> device_;
  std::thread thread_;

  // What is asked, under the mutex.
  std::mutex mutex_;
  std::optional<ReadRequest> askedRead_;
  std::optional<OutputRequest> askedOutput_;
  bool askedCancelRead_ = false, askedCancelOutput_ = false, askedClose_ = false;
  std::vector<Settle> askedDiscards_;
  Settle closed_;

  // The thread's own.
  std::optional<Reading> reading_;
  std::optional<Output> output_;
  std::deque<Arrival> arrivals_;
  size_t held_ = 0;
  Line line_;
  Failure lost_;
};

}  // namespace smets2
