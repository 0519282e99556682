const TABLE = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  return crc;
});

/** CRC-16/X-25, that of both check sequences, over octets `start` to `end`; sent low octet first (ISO/IEC 13239:2002 §4.2.5.2). */
export function crc16(octets: Uint8Array, start = 0, end = octets.length): number {
  let crc = 0xffff;
  for (let i = start; i < end; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ octets[i]!) & 0xff]!;
  return crc ^ 0xffff;
}
