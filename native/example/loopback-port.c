/*
 * The smallest whole port of the port ABI: a line whose output is led back to its input, in memory. Addresses are "loopback:NAME";
 * each NAME is a port that one program may have open once.
 */
#include "smets2-port.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A library that was built with another version is refused; the tests build this one so. */
#ifndef LOOPBACK_ABI_VERSION
#define LOOPBACK_ABI_VERSION SMETS2_PORT_ABI_VERSION
#endif

#define CAPACITY 65536u
#define NAMES 8
#define NEVER UINT64_MAX

struct loopback {
  int open;
  char name[32];
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  uint8_t octets[CAPACITY];
  uint64_t arrived_ns[CAPACITY];
  uint64_t first, end; /* counts of octets ever taken and ever put */
  int reading, writing, cancel_reading, cancel_writing;
};

static struct loopback ports[NAMES];
static pthread_mutex_t ports_mutex = PTHREAD_MUTEX_INITIALIZER;

static struct loopback *of(smets2_port port) { return (struct loopback *)(uintptr_t)port; }

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Sleeps until something changes, or until then. */
static void wait_until(struct loopback *port, uint64_t until_ns) {
  struct timespec until = {(time_t)(until_ns / 1000000000u), (long)(until_ns % 1000000000u)};
  if (until_ns == NEVER)
    pthread_cond_wait(&port->changed, &port->mutex);
  else
    pthread_cond_timedwait(&port->changed, &port->mutex, &until);
}

uint32_t smets2_port_abi_version(void) { return LOOPBACK_ABI_VERSION; }

static int32_t open_named(const char *name, smets2_port *port) {
  struct loopback *free_port = NULL;
  for (int at = 0; at < NAMES; at++) {
    if (!ports[at].open)
      free_port = &ports[at];
    else if (strcmp(ports[at].name, name) == 0)
      return SMETS2_PORT_BUSY;
  }
  if (free_port == NULL) return SMETS2_PORT_FAILED;
  memset(free_port, 0, sizeof *free_port);
  pthread_condattr_t by_monotonic_clock;
  pthread_condattr_init(&by_monotonic_clock);
  pthread_condattr_setclock(&by_monotonic_clock, CLOCK_MONOTONIC);
  pthread_mutex_init(&free_port->mutex, NULL);
  pthread_cond_init(&free_port->changed, &by_monotonic_clock);
  pthread_condattr_destroy(&by_monotonic_clock);
  strcpy(free_port->name, name);
  free_port->open = 1;
  *port = (smets2_port)(uintptr_t)free_port;
  return SMETS2_PORT_OK;
}

int32_t smets2_port_open(const char *address, smets2_port *port, char *message, uint32_t message_size) {
  const char *name = strncmp(address, "loopback:", 9) == 0 ? address + 9 : "";
  if (*name == 0 || strlen(name) >= sizeof ports[0].name) {
    snprintf(message, message_size, "an address is loopback:NAME, with a NAME of 1 to 31 octets");
    return SMETS2_PORT_NO_SUCH_PORT;
  }
  pthread_mutex_lock(&ports_mutex);
  int32_t result = open_named(name, port);
  pthread_mutex_unlock(&ports_mutex);
  if (result == SMETS2_PORT_FAILED) snprintf(message, message_size, "all %d ports are open", NAMES);
  return result;
}

int32_t smets2_port_set_line(smets2_port port, uint32_t baud, uint32_t framing, char *message, uint32_t message_size) {
  (void)port;
  /* Memory carries octets as they are, at any rate; seven bits with a parity it does not make. */
  if (framing == SMETS2_PORT_8N1 && baud >= 300 && baud <= 115200) return SMETS2_PORT_OK;
  snprintf(message, message_size, "a loopback carries 8N1 only");
  return SMETS2_PORT_UNSUPPORTED;
}

int32_t smets2_port_write(smets2_port handle, const uint8_t *octets, uint32_t length, char *message, uint32_t message_size) {
  (void)message;
  (void)message_size;
  struct loopback *port = of(handle);
  pthread_mutex_lock(&port->mutex);
  port->writing = 1;
  for (uint32_t at = 0; at < length && !port->cancel_writing;) {
    if (port->end - port->first == CAPACITY) {
      wait_until(port, NEVER);
      continue;
    }
    port->octets[port->end % CAPACITY] = octets[at++];
    port->arrived_ns[port->end++ % CAPACITY] = now_ns();
    pthread_cond_broadcast(&port->changed);
  }
  int32_t result = port->cancel_writing ? SMETS2_PORT_CANCELLED : SMETS2_PORT_OK;
  port->writing = port->cancel_writing = 0;
  pthread_mutex_unlock(&port->mutex);
  return result;
}

/* How many octets the burst has so far, and until when it may still grow: 0 where it is whole. */
static uint32_t burst(const struct loopback *port, uint32_t capacity, uint64_t silence_ns, uint64_t *until_ns) {
  uint32_t count = 0;
  uint64_t last_ns = 0;
  *until_ns = 0;
  for (uint64_t at = port->first; at < port->end && count < capacity; at++, count++) {
    uint64_t arrived_ns = port->arrived_ns[at % CAPACITY];
    if (count > 0 && silence_ns > 0 && arrived_ns - last_ns >= silence_ns) return count;
    last_ns = arrived_ns;
  }
  if (count < capacity && silence_ns > 0) *until_ns = last_ns + silence_ns;
  return count;
}

static int32_t read_burst(struct loopback *port, uint8_t *octets, uint32_t capacity, uint64_t answer_by_ns, uint64_t silence_ns,
                          uint64_t *first_ns, uint64_t *last_ns) {
  for (;;) {
    if (port->cancel_reading) return SMETS2_PORT_CANCELLED;
    uint64_t now = now_ns(), until_ns = answer_by_ns;
    uint32_t count = port->end > port->first ? burst(port, capacity, silence_ns, &until_ns) : 0;
    if (count == 0 && now >= answer_by_ns) return SMETS2_PORT_TIMEOUT;
    if (count > 0 && now >= until_ns) {
      *first_ns = port->arrived_ns[port->first % CAPACITY];
      *last_ns = port->arrived_ns[(port->first + count - 1) % CAPACITY];
      for (uint32_t at = 0; at < count; at++) octets[at] = port->octets[port->first++ % CAPACITY];
      pthread_cond_broadcast(&port->changed);
      return (int32_t)count;
    }
    wait_until(port, until_ns);
  }
}

int32_t smets2_port_read(smets2_port handle, uint8_t *octets, uint32_t capacity, uint32_t response_ms, uint32_t inter_octet_ms,
                         uint64_t *first_ns, uint64_t *last_ns, char *message, uint32_t message_size) {
  (void)message;
  (void)message_size;
  struct loopback *port = of(handle);
  uint64_t answer_by_ns = now_ns() + response_ms * UINT64_C(1000000);
  pthread_mutex_lock(&port->mutex);
  port->reading = 1;
  int32_t result = read_burst(port, octets, capacity, answer_by_ns, inter_octet_ms * UINT64_C(1000000), first_ns, last_ns);
  port->reading = port->cancel_reading = 0;
  pthread_mutex_unlock(&port->mutex);
  return result;
}

int32_t smets2_port_cancel(smets2_port handle, uint32_t what) {
  struct loopback *port = of(handle);
  pthread_mutex_lock(&port->mutex);
  if (what == SMETS2_PORT_READING) port->cancel_reading = port->reading;
  if (what == SMETS2_PORT_WRITING) port->cancel_writing = port->writing;
  pthread_cond_broadcast(&port->changed);
  pthread_mutex_unlock(&port->mutex);
  return SMETS2_PORT_OK;
}

int32_t smets2_port_discard(smets2_port handle) {
  struct loopback *port = of(handle);
  pthread_mutex_lock(&port->mutex);
  port->first = port->end;
  pthread_cond_broadcast(&port->changed);
  pthread_mutex_unlock(&port->mutex);
  return SMETS2_PORT_OK;
}

int32_t smets2_port_close(smets2_port handle) {
  struct loopback *port = of(handle);
  pthread_cond_destroy(&port->changed);
  pthread_mutex_destroy(&port->mutex);
  pthread_mutex_lock(&ports_mutex);
  port->open = 0;
  pthread_mutex_unlock(&ports_mutex);
  return SMETS2_PORT_OK;
}
