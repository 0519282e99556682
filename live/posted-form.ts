import type { IncomingMessage } from 'node:http';

/** More than any answer of a person. */
const MOST_OCTETS = 8192;
const FORM = 'application/x-www-form-urlencoded';

/** The status of a refusal, and why. */
export interface Refused {
  status: number;
  why: string;
}

/**
 * The form of a request, or why it is refused: one that another site's page has sent, one that is no form, or one that is too long.
 * `origin` is the page's own. A browser says where a request comes from; what is no browser has the token by other means.
 */
export async function postedForm(request: IncomingMessage, origin: string): Promise<URLSearchParams | Refused> {
  const { headers } = request;
  const { origin: from = origin, 'sec-fetch-site': site = 'same-origin' } = headers;
  if (from !== origin || site !== 'same-origin') return { status: 403, why: 'this form was sent from elsewhere' };
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== FORM) return { status: 415, why: `expected ${FORM}` };
  const octets: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > MOST_OCTETS) return { status: 413, why: `more than ${MOST_OCTETS} octets` };
    octets.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(octets).toString('utf8'));
}
