/** How long a station waits, in milliseconds, and how often it tries again. */
export interface Patience {
  /** A client that polled waits so long in silence for an answer to begin or to go on, then polls again. */
  silenceMs: number;
  /** How often it polls again without anything new before it gives up, where octets do come. */
  retries: number;
  /** How often in a row it polls again after not one octet has come. */
  silences: number;
  /** The longest that a client waits for anything new, however often it is told to wait. */
  answerMs: number;
  /** How long a client leaves the line alone after an answer that brought nothing new, or after damage, before it polls again. */
  pauseMs: number;
  /** Within a frame, a silence so long ends it. */
  interOctetMs: number;
  /** How long a server keeps the turn for an answer that is not there yet, before it says RR. */
  holdMs: number;
  /** A server that hears nothing for so long forgets the connection (class 23, attribute 8). */
  inactivityMs: number;
}

export const DEFAULT_PATIENCE: Patience = {
  silenceMs: 3_000,
  // With 1 % of octets damaged a frame of 128 comes through every fourth time: 20 tries in a row fail once in 300.
  retries: 20,
  // Nobody waits a minute for a meter that is not there; one to whom every second frame is damaged answers by then.
  silences: 4,
  answerMs: 60_000,
  pauseMs: 100,
  interOctetMs: 200,
  holdMs: 1_000,
  inactivityMs: 120_000,
};
