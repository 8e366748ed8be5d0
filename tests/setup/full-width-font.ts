/**
 * A font for the tests alone, in which every Chinese, Japanese and Korean letter is one empty square as wide as the
 * letters are high. That is how wide they are in the fonts of devices (Hangul at most), and where lines may break follows
 * from code points; so pages are laid out as they would be there, without tens of megabytes of real ones. A TrueType
 * file by the OpenType specification 1.9.
 */

const EM = 1000;
/** From Noto Sans CJK, which is the tallest of those that are common. */
const [ASCENT, DESCENT] = [880, 120];

/** First and last code points: punctuation and kana, ideographs, syllables, full-width forms. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x11_00, 0x11_ff],
  [0x30_00, 0x4d_bf],
  [0x4e_00, 0x9f_ff],
  [0xac_00, 0xd7_a3],
  [0xf9_00, 0xfa_ff],
  [0xff_01, 0xff_60],
  [0xff_e0, 0xff_e6],
];

const u16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16BE(value & 0xff_ff, 2 * i));
  return bytes;
};
const u32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value >>> 0, 4 * i));
  return bytes;
};

/** @param family by which style sheets ask for it */
export function fullWidthFont(family: string): Buffer {
  const box = [100, 0, 900, 800] as const;
  const glyph = Buffer.concat([
    u16(1, ...box, 3, 0),
    Buffer.from([1, 1, 1, 1]),
    u16(100, 0, 800, 0),
    u16(0, 800, 0, -800),
  ]);
  const groups = RANGES.map(([first, last]) => u32(first, last, 1));
  const tables: Readonly<Record<string, Buffer>> = {
    'OS/2': Buffer.concat([
      u16(4, EM, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
      Buffer.alloc(10),
      u32(0, 0x08_07_00_00, 0, 0),
      Buffer.from('TEST'),
      u16(0x40, RANGES[0]![0], 0xff_e6, ASCENT, -DESCENT, 0, ASCENT, DESCENT),
      u32(0, 0),
      u16(500, 700, 0, 0x20, 1),
    ]),
    cmap: Buffer.concat([
      u16(0, 1, 3, 10),
      u32(12),
      u16(13, 0),
      u32(16 + 12 * groups.length, 0, groups.length),
      ...groups,
    ]),
    glyf: Buffer.concat([glyph, Buffer.alloc((4 - (glyph.length % 4)) % 4)]),
    head: Buffer.concat([
      u32(0x1_00_00, 0x1_00_00, 0, 0x5f_0f_3c_f5),
      u16(3, EM),
      u32(0, 0, 0, 0),
      u16(...box, 0, 8, 2, 0, 0),
    ]),
    hhea: Buffer.concat([u32(0x1_00_00), u16(ASCENT, -DESCENT, 0, EM, 0, 0, 900, 1, 0, 0, 0, 0, 0, 0, 0, 2)]),
    // Glyph 0 is the empty one that every font has.
    hmtx: u16(EM, 0, EM, 100),
    loca: u16(0, 0, Math.ceil(glyph.length / 4) * 2),
    maxp: Buffer.concat([u32(0x1_00_00), u16(2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)]),
    name: nameTable({ 1: family, 2: 'Regular', 4: family, 6: family.replaceAll(' ', '') }),
    post: Buffer.concat([u32(0x3_00_00, 0), u16(0, 0), u32(1, 0, 0, 0, 0)]),
  };
  return font(tables);
}

function nameTable(names: Readonly<Record<number, string>>): Buffer {
  const texts = Object.entries(names).map(
    ([id, text]) => [Number(id), Buffer.from(text, 'utf16le').swap16()] as const,
  );
  let at = 0;
  const records = texts.map(([id, text]) => {
    at += text.length;
    return u16(3, 1, 0x4_09, id, text.length, at - text.length);
  });
  return Buffer.concat([
    u16(0, texts.length, 6 + 12 * texts.length),
    ...records,
    ...texts.map(([, text]) => text),
  ]);
}

function font(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables).sort();
  const power = Math.floor(Math.log2(names.length));
  const range = 16 * 2 ** power;
  let at = 12 + 16 * names.length;
  const [directory, bodies]: Buffer[][] = [[], []];
  for (const name of names) {
    const table = tables[name]!;
    const body = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    directory!.push(Buffer.from(name), u32(sumOf(body), at, table.length));
    bodies!.push(body);
    at += body.length;
  }
  const head = Buffer.concat([u32(0x1_00_00), u16(names.length, range, power, 16 * names.length - range)]);
  return Buffer.concat([head, ...directory!, ...bodies!]);
}

function sumOf(body: Buffer): number {
  let sum = 0;
  for (let at = 0; at < body.length; at += 4) sum = (sum + body.readUInt32BE(at)) >>> 0;
  return sum;
}
