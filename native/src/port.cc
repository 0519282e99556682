#include "port.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace smets2 {
namespace {

// Beyond this, nobody reads: the rest waits in the driver.
constexpr size_t kMostHeld = 1 << 20;
constexpr Nanos kMillisecond = 1'000'000;
constexpr Nanos kBitsPerOctet = 10;

Result failed(Failure failure) {
  Result result;
  result.kind = Result::Kind::failed;
  result.failure = failure;
  return result;
}

Result ended(Result::Kind kind) {
  Result result;
  result.kind = kind;
  return result;
}

Nanos later(Nanos now, Nanos span) { return span > kNever - 1 - now ? kNever - 1 : now + span; }

}  // namespace

Port::~Port() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    askedClose_ = true;
  }
  device_->wake();
  thread_.join();
}

void Port::start(Settle opened) {
  thread_ = std::thread([this, opened = std::move(opened)] { run(opened); });
}

void Port::read(ReadRequest request) {
  std::lock_guard<std::mutex> lock(mutex_);
  askedRead_ = std::move(request);
  askedCancelRead_ = false;
  device_->wake();
}

void Port::output(OutputRequest request) {
  std::lock_guard<std::mutex> lock(mutex_);
  askedOutput_ = std::move(request);
  askedCancelOutput_ = false;
  device_->wake();
}

void Port::cancelRead() {
  std::lock_guard<std::mutex> lock(mutex_);
  askedCancelRead_ = true;
  device_->wake();
}

void Port::cancelOutput() {
  std::lock_guard<std::mutex> lock(mutex_);
  askedCancelOutput_ = true;
  device_->wake();
}

void Port::discard(Settle discarded) {
  std::lock_guard<std::mutex> lock(mutex_);
  askedDiscards_.push_back(std::move(discarded));
  device_->wake();
}

void Port::close(Settle closed) {
  std::lock_guard<std::mutex> lock(mutex_);
  askedClose_ = true;
  closed_ = std::move(closed);
  device_->wake();
}

void Port::run(const Settle& opened) {
  Failure failure = device_->open();
  Result result = failed(failure);
  if (!failure) {
    result.kind = Result::Kind::done;
    result.pty = device_->isPty();
    device_->getLine(line_);
  }
  opened(std::move(result));
  if (failure) lost_ = failure;

  while (take()) {
    serveRead();
    serveOutput();
    bool listens = !lost_ && held_ < kMostHeld;
    bool writes = !lost_ && output_ && output_->sent < output_->octets.size();
    if (Failure broken = device_->wait(listens, writes, nextLook())) lose(broken);
    if (listens) receive();
  }
  end();
}

bool Port::take() {
  bool cancelRead, cancelOutput;
  std::vector<Settle> discards;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (askedClose_) return false;
    if (askedRead_) {
      reading_.emplace();
      static_cast<ReadRequest&>(*reading_) = std::move(*askedRead_);
      // Even a read that will not wait looks once at what has arrived.
      reading_->deadline = later(monotonicNow(), std::max<Nanos>(reading_->responseWithin, 1));
      askedRead_.reset();
    }
    if (askedOutput_) {
      output_.emplace();
      static_cast<OutputRequest&>(*output_) = std::move(*askedOutput_);
      askedOutput_.reset();
    }
    cancelRead = std::exchange(askedCancelRead_, false);
    cancelOutput = std::exchange(askedCancelOutput_, false);
    discards.swap(askedDiscards_);
  }
  if (!discards.empty()) drop(discards);
  if (cancelRead && reading_) std::exchange(reading_, std::nullopt)->settle(ended(Result::Kind::cancelled));
  if (cancelOutput && output_) {
    if (!lost_) device_->dropQueued();
    if (!lost_ && output_->breaking) device_->setBreak(false);
    settleOutput(ended(Result::Kind::cancelled));
  }
  return true;
}

void Port::drop(const std::vector<Settle>& discarded) {
  if (!lost_) device_->dropReceived();
  arrivals_.clear();
  held_ = 0;
  for (const Settle& settle : discarded) settle(Result{});
}

void Port::receive() {
  Arrival arrival;
  Failure failure = device_->read(arrival.octets);
  arrival.at = monotonicNow();
  if (!arrival.octets.empty()) {
    held_ += arrival.octets.size();
    arrivals_.push_back(std::move(arrival));
  }
  if (failure) lose(failure);
}

void Port::serveRead() {
  if (!reading_) return;
  Nanos now = monotonicNow();
  size_t length = 0;
  Nanos until = reading_->deadline;
  if (burst(now, length, until)) return deliver(length);
  if (length > 0) return;
  if (lost_) std::exchange(reading_, std::nullopt)->settle(failed(lost_));
  else if (now >= reading_->deadline) std::exchange(reading_, std::nullopt)->settle(ended(Result::Kind::timeout));
}

// Whether a burst is complete, of which length; until when to wait for more of it where it is not.
bool Port::burst(Nanos now, size_t& length, Nanos& until) const {
  if (arrivals_.empty()) return false;
  Nanos last = arrivals_.front().at;
  for (const Arrival& arrival : arrivals_) {
    if (reading_->silence > 0 && arrival.at - last >= reading_->silence) return true;
    last = arrival.at;
    length += arrival.octets.size();
    if (length >= reading_->most) {
      length = reading_->most;
      return true;
    }
  }
  until = later(last, reading_->silence);
  return lost_ || now >= until;
}

void Port::deliver(size_t length) {
  Result result;
  result.from = arrivals_.front().at;
  while (length > 0) {
    Arrival& arrival = arrivals_.front();
    size_t part = std::min(length, arrival.octets.size());
    auto end = arrival.octets.begin() + static_cast<std::ptrdiff_t>(part);
    result.octets.insert(result.octets.end(), arrival.octets.begin(), end);
    result.to = arrival.at;
    length -= part;
    held_ -= part;
    if (part == arrival.octets.size()) arrivals_.pop_front();
    else arrival.octets.erase(arrival.octets.begin(), end);
  }
  std::exchange(reading_, std::nullopt)->settle(std::move(result));
}

void Port::serveOutput() {
  if (!output_) return;
  if (lost_) return settleOutput(failed(lost_));
  if (output_->from == 0) output_->from = monotonicNow();
  if (output_->breaking ? !endBreak() : !send() || !allHasLeft()) return;
  if (!output_) return;
  Result result = act();
  if (output_->breaking && result.kind == Result::Kind::done) return;
  settleOutput(std::move(result));
}

// Gives the driver what it takes now; true where it has taken all.
bool Port::send() {
  while (output_->sent < output_->octets.size()) {
    size_t taken = 0;
    Failure failure = device_->write(output_->octets.data() + output_->sent, output_->octets.size() - output_->sent, taken);
    if (failure) {
      lose(failure);
      return false;
    }
    if (taken == 0) return false;
    output_->sent += taken;
  }
  return true;
}

// Waiting for the last octet is done in sleeps that can be cancelled; only what the device itself still holds is waited for in the
// driver.
bool Port::allHasLeft() {
  if (size_t octets = device_->queued()) {
    Nanos leaves = octets * kBitsPerOctet * 1'000'000'000 / std::max<uint32_t>(line_.baud, 300);
    output_->lookAt = later(monotonicNow(), std::clamp(leaves, kMillisecond, 50 * kMillisecond));
    return false;
  }
  output_->lookAt = kNever;
  if (Failure failure = device_->drain()) {
    lose(failure);
    return false;
  }
  return true;
}

bool Port::endBreak() {
  if (monotonicNow() < output_->lookAt) return false;
  Failure failure = device_->setBreak(false);
  settleOutput(failure ? failed(failure) : Result{});
  return true;
}

// What is to be done once everything has left. A failure here leaves the port open: it says no to this setting only.
Result Port::act() {
  Result result;
  Failure failure;
  switch (output_->kind) {
    case OutputRequest::Kind::write:
      result.from = output_->from;
      result.to = monotonicNow();
      break;
    case OutputRequest::Kind::setLine:
      failure = device_->setLine(output_->line);
      if (!failure) line_ = output_->line;
      break;
    case OutputRequest::Kind::getLine:
      failure = device_->getLine(result.line);
      break;
    case OutputRequest::Kind::setControlLines:
      failure = device_->setControlLines(output_->dtr, output_->rts);
      break;
    case OutputRequest::Kind::getControlLines:
      failure = device_->getControlLines(result.lines);
      break;
    case OutputRequest::Kind::sendBreak:
      failure = device_->setBreak(true);
      output_->breaking = true;
      output_->lookAt = later(monotonicNow(), output_->breakFor);
      break;
  }
  return failure ? failed(failure) : result;
}

Nanos Port::nextLook() const {
  Nanos look = output_ ? output_->lookAt : kNever;
  if (!reading_) return look;
  size_t length = 0;
  Nanos until = reading_->deadline;
  burst(monotonicNow(), length, until);
  return std::min(look, until);
}

void Port::settleOutput(Result result) { std::exchange(output_, std::nullopt)->settle(std::move(result)); }

void Port::lose(Failure failure) {
  if (lost_) return;
  lost_ = failure;
  // The next round tells whoever waits.
  device_->wake();
}

// The close order: nothing pending, nothing queued, the device, then whoever asked. What was written and has left stays sent.
void Port::end() {
  Settle closed;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (askedRead_) askedRead_->settle(ended(Result::Kind::cancelled));
    if (askedOutput_) askedOutput_->settle(ended(Result::Kind::cancelled));
    for (const Settle& discarded : askedDiscards_) discarded(ended(Result::Kind::cancelled));
    askedRead_.reset();
    askedOutput_.reset();
    closed = std::move(closed_);
  }
  if (reading_) std::exchange(reading_, std::nullopt)->settle(ended(Result::Kind::cancelled));
  if (output_) {
    // Closing a serial line waits for what is queued, up to half a minute.
    if (!lost_) device_->dropQueued();
    settleOutput(ended(Result::Kind::cancelled));
  }
  // Here, because closing may block, and nobody waits for this thread yet.
  device_->close();
  if (closed) closed(Result{});
}

}  // namespace smets2
