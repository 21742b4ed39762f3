/** Character → its two bytes. Node decodes GBK but does not write it. */
let codes: Map<string, [number, number]> | undefined;

/** Text as Chinese Windows writes it; what GBK does not have becomes `?`. */
export function gbk(text: string): Buffer {
  codes ??= readCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(codes.get(character) ?? [0x3f]));
  }
  return Buffer.from(bytes);
}

function readCodes(): Map<string, [number, number]> {
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length === 1 && character !== '\uFFFD') {
        found.set(character, [lead, trail]);
      }
    }
  }
  return found;
}
