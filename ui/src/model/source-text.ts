// A source with its positions: the engine counts bytes of UTF-8, the page
// counts UTF-16 units.

export class SourceText {
  readonly text: string;
  /** For each byte its unit; absent when the text is all ASCII. */
  private readonly units: Uint32Array | null;

  constructor(text: string) {
    this.text = text;
    const length = new TextEncoder().encode(text).length;
    this.units = length === text.length ? null : unitsOf(text, length);
  }

  /** The UTF-16 offset of a byte offset, kept inside the text. */
  offset(byte: number): number {
    const unit = this.units ? this.units[byte] ?? this.text.length : byte;
    return Math.max(0, Math.min(unit, this.text.length));
  }
}

function unitsOf(text: string, length: number): Uint32Array {
  const units = new Uint32Array(length + 1);
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    units.fill(unit, byte, byte + size);
    byte += size;
    unit += character.length;
  }
  units[length] = text.length;
  return units;
}
