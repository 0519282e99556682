/*
 * The port ABI, version 1: what a shared library exports so that smets2-conformance can use a port of its maker's.
 *
 * All functions are exported with C linkage. A library is asked for its version first, and for nothing else where that is not
 * SMETS2_PORT_ABI_VERSION. The version changes whenever a function or a meaning does.
 *
 * Results are SMETS2_PORT_OK, a number of octets, or one of the negative codes below. Where a function takes `message`, it may
 * write there what a person should read about a failure: UTF-8, ended by NUL, at most `message_size` octets with the NUL. It is
 * empty when the function is called.
 *
 * Threads: calls are made from threads of the caller's. At any time at most one smets2_port_read and at most one of
 * smets2_port_write and smets2_port_set_line are under way on a port, and these two may be so at once. smets2_port_cancel may come
 * at any time. smets2_port_close comes last, when nothing is under way. All may block but smets2_port_abi_version and
 * smets2_port_cancel.
 */
#ifndef SMETS2_PORT_H
#define SMETS2_PORT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef _WIN32
#define SMETS2_PORT_EXPORT __declspec(dllexport)
#else
#define SMETS2_PORT_EXPORT __attribute__((visibility("default")))
#endif

#define SMETS2_PORT_ABI_VERSION 1u

/* An open port: whatever the library chooses, a pointer cast to an integer for example. */
typedef uint64_t smets2_port;

enum {
  SMETS2_PORT_OK = 0,
  SMETS2_PORT_TIMEOUT = -1,       /* no octet came in time */
  SMETS2_PORT_CANCELLED = -2,     /* ended by smets2_port_cancel */
  SMETS2_PORT_NO_SUCH_PORT = -3,  /* the address names no port that is there */
  SMETS2_PORT_BUSY = -4,          /* another program, or another port of this one, has it */
  SMETS2_PORT_NO_PERMISSION = -5, /* this user may not open it */
  SMETS2_PORT_GONE = -6,          /* unplugged; only smets2_port_close is left to do */
  SMETS2_PORT_UNSUPPORTED = -7,   /* this port cannot be set so */
  SMETS2_PORT_FAILED = -8         /* anything else; the message says what */
};

/* How octets look on the line. */
enum {
  SMETS2_PORT_8N1 = 0,
  SMETS2_PORT_7E1 = 1 /* octets given and taken have seven bits; the parity is the library's business */
};

/* What smets2_port_cancel ends. */
enum { SMETS2_PORT_READING = 1, SMETS2_PORT_WRITING = 2 };

/* SMETS2_PORT_ABI_VERSION as the library was built with. */
SMETS2_PORT_EXPORT uint32_t smets2_port_abi_version(void);

/* Opens the port of this address, for this process alone, at 9,600 baud and 8N1. What an address looks like is the library's choice. */
SMETS2_PORT_EXPORT int32_t smets2_port_open(const char *address, smets2_port *port, char *message, uint32_t message_size);

/* Takes effect after the last octet written has left, without closing. `baud` is one of 300, 600, 1200 … 115200. */
SMETS2_PORT_EXPORT int32_t smets2_port_set_line(smets2_port port, uint32_t baud, uint32_t framing, char *message,
                                                uint32_t message_size);

/* Returns when the last octet has left, or is cancelled: what had not left by then is dropped. */
SMETS2_PORT_EXPORT int32_t smets2_port_write(smets2_port port, const uint8_t *octets, uint32_t length, char *message,
                                             uint32_t message_size);

/*
 * The next burst, at most `capacity` octets of it: their number. Waits up to `response_ms` for the first octet, then until no octet
 * has come for `inter_octet_ms`, or until there are `capacity`. With `inter_octet_ms` 0, what is there when the first octet is there.
 * What arrives between two reads is kept, and so is what a cancelled read had. `*first_ns` and `*last_ns` are when the first
 * and the last of the octets arrived, in nanoseconds of CLOCK_MONOTONIC.
 */
SMETS2_PORT_EXPORT int32_t smets2_port_read(smets2_port port, uint8_t *octets, uint32_t capacity, uint32_t response_ms,
                                            uint32_t inter_octet_ms, uint64_t *first_ns, uint64_t *last_ns, char *message,
                                            uint32_t message_size);

/* Ends the smets2_port_read, or the smets2_port_write or smets2_port_set_line, that is under way, if one is; never a later one. */
SMETS2_PORT_EXPORT int32_t smets2_port_cancel(smets2_port port, uint32_t what);

/* Drops what arrived and was not read. */
SMETS2_PORT_EXPORT int32_t smets2_port_discard(smets2_port port);

/* Lets go of everything at once; what is queued is dropped. */
SMETS2_PORT_EXPORT int32_t smets2_port_close(smets2_port port);

#ifdef __cplusplus
}
#endif

#endif
