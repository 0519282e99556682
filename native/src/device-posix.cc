#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#ifdef __linux__
#include <linux/serial.h>
#endif

#include <algorithm>
#include <cerrno>
#include <utility>

#include "device.h"
#include "fd.h"

namespace smets2 {
namespace {

constexpr size_t kReadAtOnce = 4096;

Failure lastFailure(const char* call) { return {errno, call}; }

struct Speed {
  uint32_t baud;
  speed_t code;
};
constexpr Speed kSpeeds[] = {{300, B300},     {600, B600},     {1200, B1200},   {2400, B2400},   {4800, B4800},
                             {9600, B9600},   {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}};

bool codeOf(uint32_t baud, speed_t& code) {
  for (const Speed& speed : kSpeeds)
    if (speed.baud == baud) {
      code = speed.code;
      return true;
    }
  return false;
}

uint32_t baudOf(speed_t code) {
  for (const Speed& speed : kSpeeds)
    if (speed.code == code) return speed.baud;
  return 0;
}

void makeRaw(termios& settings) {
  settings.c_iflag = IGNBRK;
  settings.c_oflag = 0;
  settings.c_lflag = 0;
  settings.c_cflag &= ~static_cast<tcflag_t>(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS);
  settings.c_cflag |= CREAD | CLOCAL | CS8;
  // With one octet as the least, a read of nothing is EAGAIN, and 0 says that the other end is gone.
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
}

bool setFlags(int fd) {
  return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

// USB adapters gather what arrives, for 16 ms as they come: a meter's answer would wait as long at every change of direction. Ports
// that do not gather refuse it, and are none the worse.
void askForLowLatency([[maybe_unused]] int fd) {
#ifdef __linux__
  serial_struct settings{};
  if (ioctl(fd, TIOCGSERIAL, &settings) != 0) return;
  settings.flags |= ASYNC_LOW_LATENCY;
  ioctl(fd, TIOCSSERIAL, &settings);
#endif
}

bool isPtySlave(int fd) {
  char name[256];
  if (ttyname_r(fd, name, sizeof name) != 0) return false;
  std::string path(name);
#ifdef __APPLE__
  return path.rfind("/dev/ttys", 0) == 0;
#else
  return path.rfind("/dev/pts/", 0) == 0;
#endif
}

class PosixDevice : public Device {
 public:
  PosixDevice(Fd wakeReader, Fd wakeWriter) : wakeReader_(std::move(wakeReader)), wakeWriter_(std::move(wakeWriter)) {}

  void close() override { fd_ = Fd(); }

  bool isPty() const override { return pty_; }

  Failure wait(bool input, bool room, Nanos until) override {
    short events = static_cast<short>((input ? POLLIN : 0) | (room ? POLLOUT : 0));
    // A descriptor that hung up is always ready: one of which nothing is wanted is left out.
    pollfd polled[] = {{wakeReader_.get(), POLLIN, 0}, {events ? fd_.get() : -1, events, 0}};
    if (poll(polled, 2, millisecondsUntil(until)) < 0 && errno != EINTR) return lastFailure("poll");
    uint8_t rung[64];
    while (::read(wakeReader_.get(), rung, sizeof rung) > 0) {
    }
    return {};
  }

  // A full pipe wakes as well as one octet in it.
  void wake() override {
    if (::write(wakeWriter_.get(), "", 1) < 0) return;
  }

  Failure read(std::vector<uint8_t>& into) override {
    size_t before = into.size();
    into.resize(before + kReadAtOnce);
    ssize_t count = ::read(fd_.get(), into.data() + before, kReadAtOnce);
    into.resize(before + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count > 0) return {};
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    return count == 0 ? Failure{EIO, "read"} : lastFailure("read");
  }

  Failure write(const uint8_t* octets, size_t length, size_t& taken) override {
    ssize_t count = ::write(fd_.get(), octets, length);
    taken = static_cast<size_t>(std::max<ssize_t>(count, 0));
    if (count >= 0 || errno == EAGAIN || errno == EINTR) return {};
    return lastFailure("write");
  }

  size_t queued() const override {
    int octets = 0;
    return ioctl(fd_.get(), TIOCOUTQ, &octets) == 0 && octets > 0 ? static_cast<size_t>(octets) : 0;
  }

  Failure drain() override {
    while (tcdrain(fd_.get()) != 0)
      if (errno != EINTR) return lastFailure("tcdrain");
    return {};
  }

  void dropQueued() override { tcflush(fd_.get(), TCOFLUSH); }
  void dropReceived() override { tcflush(fd_.get(), TCIFLUSH); }

  Failure getLine(Line& line) const override {
    termios settings{};
    if (tcgetattr(fd_.get(), &settings) != 0) return lastFailure("tcgetattr");
    line.baud = baudOf(cfgetospeed(&settings));
    line.sevenEven = (settings.c_cflag & CSIZE) == CS7 && (settings.c_cflag & PARENB) != 0;
    return {};
  }

  Failure setControlLines(bool dtr, bool rts) override {
    int lifted = (dtr ? TIOCM_DTR : 0) | (rts ? TIOCM_RTS : 0);
    int lowered = (dtr ? 0 : TIOCM_DTR) | (rts ? 0 : TIOCM_RTS);
    if (lifted && ioctl(fd_.get(), TIOCMBIS, &lifted) != 0) return lastFailure("TIOCMBIS");
    if (lowered && ioctl(fd_.get(), TIOCMBIC, &lowered) != 0) return lastFailure("TIOCMBIC");
    return {};
  }

  Failure getControlLines(ControlLines& lines) const override {
    int bits = 0;
    if (ioctl(fd_.get(), TIOCMGET, &bits) != 0) return lastFailure("TIOCMGET");
    lines.dtr = bits & TIOCM_DTR;
    lines.rts = bits & TIOCM_RTS;
    lines.cts = bits & TIOCM_CTS;
    lines.dsr = bits & TIOCM_DSR;
    lines.dcd = bits & TIOCM_CAR;
    lines.ri = bits & TIOCM_RNG;
    return {};
  }

  Failure setBreak(bool on) override {
    return ioctl(fd_.get(), on ? TIOCSBRK : TIOCCBRK) == 0 ? Failure{} : lastFailure(on ? "TIOCSBRK" : "TIOCCBRK");
  }

 protected:
  Fd fd_;
  bool pty_ = false;

 private:
  // Rounded up: a wait that ends early would be asked for again and again.
  static int millisecondsUntil(Nanos until) {
    if (until == kNever) return -1;
    Nanos now = monotonicNow();
    if (until <= now) return 0;
    return static_cast<int>(std::min<Nanos>((until - now + 999'999) / 1'000'000, 3'600'000));
  }

  Fd wakeReader_, wakeWriter_;
};

class SerialDevice : public PosixDevice {
 public:
  SerialDevice(Fd wakeReader, Fd wakeWriter, std::string path, Line line)
      : PosixDevice(std::move(wakeReader), std::move(wakeWriter)), path_(std::move(path)), line_(line) {}

  Failure open() override {
    // Without O_NONBLOCK a port whose carrier is low would never open.
    Fd fd(::open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!fd) return lastFailure("open");
    if (!isatty(fd.get())) return {ENOTTY, "isatty"};
    if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return errno == EWOULDBLOCK ? Failure{EBUSY, "flock"} : lastFailure("flock");
    pty_ = isPtySlave(fd.get());
    // On a pty exclusiveness outlives a holder that was killed, for as long as the master lives; the lock does not.
    if (!pty_ && ioctl(fd.get(), TIOCEXCL) != 0) return lastFailure("TIOCEXCL");
    fd_ = std::move(fd);
    askForLowLatency(fd_.get());
    Failure failure = setLine(line_);
    if (!failure) dropReceived();
    return failure;
  }

  Failure setLine(const Line& line) override {
    speed_t speed;
    if (!codeOf(line.baud, speed)) return {EINVAL, "baud"};
    termios wanted{};
    if (tcgetattr(fd_.get(), &wanted) != 0) return lastFailure("tcgetattr");
    makeRaw(wanted);
    if (line.sevenEven) {
      wanted.c_cflag = (wanted.c_cflag & ~static_cast<tcflag_t>(CSIZE)) | CS7 | PARENB;
      // Without IGNPAR and PARMRK, an octet of wrong parity is read as NUL.
      wanted.c_iflag |= INPCK;
    }
    cfsetispeed(&wanted, speed);
    cfsetospeed(&wanted, speed);
    // tcsetattr succeeds where any of the changes could be made: only reading back tells whether all were.
    if (tcsetattr(fd_.get(), TCSANOW, &wanted) != 0) return lastFailure("tcsetattr");
    termios made{};
    if (tcgetattr(fd_.get(), &made) != 0) return lastFailure("tcgetattr");
    tcflag_t compared = CSTOPB | (pty_ ? 0 : CSIZE | PARENB | PARODD);
    bool same = cfgetospeed(&made) == speed && (made.c_cflag & compared) == (wanted.c_cflag & compared);
    return same ? Failure{} : Failure{EINVAL, "tcsetattr"};
  }

 private:
  std::string path_;
  Line line_;
};

class PtyMaster : public PosixDevice {
 public:
  PtyMaster(Fd wakeReader, Fd wakeWriter, Fd master, Fd slave)
      : PosixDevice(std::move(wakeReader), std::move(wakeWriter)), slave_(std::move(slave)) {
    fd_ = std::move(master);
    pty_ = true;
  }

  Failure open() override { return {}; }

  void close() override {
    PosixDevice::close();
    slave_ = Fd();
  }

  Failure setLine(const Line&) override { return {ENOTSUP, "tcsetattr"}; }

 private:
  // Held open, so that the master does not hang up between two users of the slave.
  Fd slave_;
};

bool makeWakePipe(Fd& reader, Fd& writer) {
  int ends[2];
#ifdef __linux__
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return false;
  reader = Fd(ends[0]);
  writer = Fd(ends[1]);
  return true;
#else
  if (pipe(ends) != 0) return false;
  reader = Fd(ends[0]);
  writer = Fd(ends[1]);
  return setFlags(ends[0]) && setFlags(ends[1]);
#endif
}

}  // namespace

Nanos monotonicNow() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<Nanos>(now.tv_sec) * 1'000'000'000 + static_cast<Nanos>(now.tv_nsec);
}

std::unique_ptr<Device> makeSerialDevice(std::string path, Line line, Failure& failure) {
  Fd reader, writer;
  if (!makeWakePipe(reader, writer)) {
    failure = lastFailure("pipe");
    return nullptr;
  }
  return std::make_unique<SerialDevice>(std::move(reader), std::move(writer), std::move(path), line);
}

std::unique_ptr<Device> makePtyMaster(std::string& slavePath, Failure& failure) {
  auto fail = [&failure](const char* call) {
    failure = lastFailure(call);
    return nullptr;
  };
  Fd reader, writer;
  if (!makeWakePipe(reader, writer)) return fail("pipe");
  Fd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!master || !setFlags(master.get())) return fail("posix_openpt");
  if (grantpt(master.get()) != 0 || unlockpt(master.get()) != 0) return fail("grantpt");
  // One caller at a time: ports are made on the thread of their JavaScript. ptsname_r is not everywhere.
#ifdef __linux__
  char name[256];
  if (ptsname_r(master.get(), name, sizeof name) != 0) return fail("ptsname");
#else
  const char* name = ptsname(master.get());
  if (name == nullptr) return fail("ptsname");
#endif
  Fd slave(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!slave) return fail("open");
  termios settings{};
  if (tcgetattr(slave.get(), &settings) != 0) return fail("tcgetattr");
  makeRaw(settings);
  cfsetispeed(&settings, B9600);
  cfsetospeed(&settings, B9600);
  if (tcsetattr(slave.get(), TCSANOW, &settings) != 0) return fail("tcsetattr");
  slavePath = name;
  return std::make_unique<PtyMaster>(std::move(reader), std::move(writer), std::move(master), std::move(slave));
}

}  // namespace smets2
