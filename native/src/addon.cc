// The JavaScript face: one class, whose functions give promises of results. What they mean is native/addon.ts's business.
#include <napi.h>

#include <algorithm>
#include <cerrno>
#include <functional>

#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "port.h"

namespace smets2 {
namespace {

Napi::Object toObject(Napi::Env env, const Result& result) {
  constexpr const char* kKinds[] = {"done", "timeout", "cancelled", "failed"};
  auto milliseconds = [](Nanos nanos) { return static_cast<double>(nanos) / 1e6; };
  Napi::Object object = Napi::Object::New(env);
  object["kind"] = Napi::String::New(env, kKinds[static_cast<int>(result.kind)]);
  object["errno"] = Napi::Number::New(env, result.failure.number);
  object["call"] = Napi::String::New(env, result.failure.call);
  object["octets"] = Napi::Buffer<uint8_t>::Copy(env, result.octets.data(), result.octets.size());
  object["fromMs"] = Napi::Number::New(env, milliseconds(result.from));
  object["toMs"] = Napi::Number::New(env, milliseconds(result.to));
  object["pty"] = Napi::Boolean::New(env, result.pty);
  object["baud"] = Napi::Number::New(env, result.line.baud);
  object["sevenEven"] = Napi::Boolean::New(env, result.line.sevenEven);
  const ControlLines& lines = result.lines;
  const std::pair<const char*, bool> wires[] = {{"dtr", lines.dtr}, {"rts", lines.rts}, {"cts", lines.cts},
                                                {"dsr", lines.dsr}, {"dcd", lines.dcd}, {"ri", lines.ri}};
  for (auto [name, lifted] : wires) object[name] = Napi::Boolean::New(env, lifted);
  return object;
}

// Takes results from a port's thread to the JavaScript's, until it is shut: a thread-safe function that is closing may not be called
// twice.
class Mailbox {
 public:
  using Deliver = std::function<void(Napi::Env)>;

  explicit Mailbox(Napi::Env env)
      : function_(Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}), "smets2 port", 0, 1)) {
    // Only what is pending keeps the process alive.
    function_.Unref(env);
  }

  void post(Deliver deliver) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (shut_) return;
    auto letter = std::make_unique<Deliver>(std::move(deliver));
    auto call = [](Napi::Env env, Napi::Function, Deliver* posted) {
      std::unique_ptr<Deliver> owned(posted);
      // Without an environment the queue is being emptied.
      if (static_cast<napi_env>(env) != nullptr) (*owned)(env);
    };
    if (function_.NonBlockingCall(letter.get(), call) == napi_ok) letter.release();
    else shut_ = true;
  }

  void awaitOne(Napi::Env env) {
    if (pending_++ == 0) function_.Ref(env);
  }
  void gotOne(Napi::Env env) {
    if (--pending_ == 0) function_.Unref(env);
  }

  void shut() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!std::exchange(shut_, true)) function_.Abort();
  }

 private:
  Napi::ThreadSafeFunction function_;
  std::mutex mutex_;
  bool shut_ = false;
  int pending_ = 0;
};

class PortHandle : public Napi::ObjectWrap<PortHandle> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Port",
                       {InstanceMethod<&PortHandle::open>("open"), InstanceMethod<&PortHandle::read>("read"),
                        InstanceMethod<&PortHandle::write>("write"), InstanceMethod<&PortHandle::setLine>("setLine"),
                        InstanceMethod<&PortHandle::getLine>("getLine"),
                        InstanceMethod<&PortHandle::setControlLines>("setControlLines"),
                        InstanceMethod<&PortHandle::getControlLines>("getControlLines"),
                        InstanceMethod<&PortHandle::sendBreak>("sendBreak"),
                        InstanceMethod<&PortHandle::cancelRead>("cancelRead"),
                        InstanceMethod<&PortHandle::cancelOutput>("cancelOutput"),
                        InstanceMethod<&PortHandle::discard>("discard"), InstanceMethod<&PortHandle::close>("close")});
  }

  // new Port(path, baud, sevenEven) for a serial port, new Port() for the master of a new pty.
  explicit PortHandle(const Napi::CallbackInfo& info) : Napi::ObjectWrap<PortHandle>(info), env_(info.Env()) {
    Failure failure;
    std::unique_ptr<Device> device;
    if (info.Length() == 0) {
      std::string slave;
      device = makePtyMaster(slave, failure);
      info.This().As<Napi::Object>()["slave"] = Napi::String::New(env_, slave);
    } else {
      Line line{info[1].As<Napi::Number>().Uint32Value(), info[2].As<Napi::Boolean>().Value()};
      device = makeSerialDevice(info[0].As<Napi::String>().Utf8Value(), line, failure);
    }
    if (!device) throw failed(failure.number, failure.call);
    mailbox_ = std::make_shared<Mailbox>(env_);
    port_ = std::make_unique<Port>(std::move(device));
    // Runs before the thread-safe function is taken down, because it was added after it.
    napi_add_env_cleanup_hook(env_, letGo, this);
  }

  ~PortHandle() override {
    if (mailbox_) napi_remove_env_cleanup_hook(env_, letGo, this);
    letGo(this);
  }

 private:
  Napi::Value open(const Napi::CallbackInfo&) {
    return promise([this](Settle settle) { port_->start(std::move(settle)); });
  }

  // read(responseMs, silenceMs, most)
  Napi::Value read(const Napi::CallbackInfo& info) {
    ReadRequest request;
    request.responseWithin = nanos(info[0]);
    request.silence = nanos(info[1]);
    if (double most = info[2].As<Napi::Number>().DoubleValue(); most < 1e9) request.most = static_cast<size_t>(most);
    return promise([this, &request](Settle settle) {
      request.settle = std::move(settle);
      port_->read(std::move(request));
    });
  }

  Napi::Value write(const Napi::CallbackInfo& info) {
    auto octets = info[0].As<Napi::Uint8Array>();
    OutputRequest request;
    request.octets.assign(octets.Data(), octets.Data() + octets.ByteLength());
    return output(std::move(request));
  }

  // setLine(baud, sevenEven)
  Napi::Value setLine(const Napi::CallbackInfo& info) {
    OutputRequest request;
    request.kind = OutputRequest::Kind::setLine;
    request.line = {info[0].As<Napi::Number>().Uint32Value(), info[1].As<Napi::Boolean>().Value()};
    return output(std::move(request));
  }

  Napi::Value getLine(const Napi::CallbackInfo&) {
    OutputRequest request;
    request.kind = OutputRequest::Kind::getLine;
    return output(std::move(request));
  }

  // setControlLines(dtr, rts)
  Napi::Value setControlLines(const Napi::CallbackInfo& info) {
    OutputRequest request;
    request.kind = OutputRequest::Kind::setControlLines;
    request.dtr = info[0].As<Napi::Boolean>().Value();
    request.rts = info[1].As<Napi::Boolean>().Value();
    return output(std::move(request));
  }

  Napi::Value getControlLines(const Napi::CallbackInfo&) {
    OutputRequest request;
    request.kind = OutputRequest::Kind::getControlLines;
    return output(std::move(request));
  }

  // sendBreak(milliseconds)
  Napi::Value sendBreak(const Napi::CallbackInfo& info) {
    OutputRequest request;
    request.kind = OutputRequest::Kind::sendBreak;
    request.breakFor = nanos(info[0]);
    return output(std::move(request));
  }

  void cancelRead(const Napi::CallbackInfo&) {
    if (port_) port_->cancelRead();
  }
  void cancelOutput(const Napi::CallbackInfo&) {
    if (port_) port_->cancelOutput();
  }
  Napi::Value discard(const Napi::CallbackInfo&) {
    return promise([this](Settle settle) { port_->discard(std::move(settle)); });
  }

  Napi::Value close(const Napi::CallbackInfo&) {
    return promise([this](Settle settle) { port_->close(std::move(settle)); }, [this] { letGo(this); });
  }

  Napi::Value output(OutputRequest request) {
    return promise([this, &request](Settle settle) {
      request.settle = std::move(settle);
      port_->output(std::move(request));
    });
  }

  // A promise that `ask` has settled from the port's thread; `after` is done on this one before it resolves.
  Napi::Value promise(const std::function<void(Settle)>& ask, std::function<void()> after = {}) {
    if (!port_) throw failed(EBADF, "closed");
    auto deferred = Napi::Promise::Deferred::New(env_);
    auto mailbox = mailbox_;
    try {
      ask([this, mailbox, deferred, after = std::move(after)](Result result) {
        mailbox->post([this, mailbox, deferred, after, result = std::move(result)](Napi::Env env) {
          mailbox->gotOne(env);
          if (after) after();
          deferred.Resolve(toObject(env, result));
          Unref();
        });
      });
    } catch (const std::system_error& error) {
      throw failed(error.code().value(), "pthread_create");
    }
    mailbox_->awaitOne(env_);
    // Whoever waits for the promise need not hold the port: until it is settled, it may not be collected.
    Ref();
    return deferred.Promise();
  }

  Napi::Error failed(int number, const char* call) const {
    Napi::Error error = Napi::Error::New(env_, call);
    error.Set("errno", Napi::Number::New(env_, number));
    error.Set("call", Napi::String::New(env_, call));
    return error;
  }

  static Nanos nanos(const Napi::Value& milliseconds) {
    double value = milliseconds.As<Napi::Number>().DoubleValue();
    return value <= 0 ? 0 : static_cast<Nanos>(std::min(value * 1e6, 9e18));
  }

  // Nothing is delivered from here on, then the thread ends and is waited for: it never waits for this one.
  static void letGo(void* handle) {
    auto* self = static_cast<PortHandle*>(handle);
    if (self->mailbox_) self->mailbox_->shut();
    self->port_.reset();
  }

  Napi::Env env_;
  std::shared_ptr<Mailbox> mailbox_;
  std::unique_ptr<Port> port_;
};

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports["version"] = Napi::String::New(env, ADDON_VERSION);
  exports["Port"] = PortHandle::define(env);
  return exports;
}

}  // namespace
}  // namespace smets2

Napi::Object initAddon(Napi::Env env, Napi::Object exports) { return smets2::init(env, exports); }

NODE_API_MODULE(smets2_port, initAddon)
