// A POSIX descriptor with one owner.
#pragma once

#include <unistd.h>

namespace smets2 {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  Fd(Fd&& other) noexcept : number_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = other.release();
    }
    return *this;
  }
  ~Fd() { reset(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int release() {
    int number = number_;
    number_ = -1;
    return number;
  }
  void reset() {
    if (number_ >= 0) ::close(release());
  }

  int number_ = -1;
};

}  // namespace smets2
