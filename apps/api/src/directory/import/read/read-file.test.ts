// Files as people have them: encodings, delimiters, workbooks, and what only looks like a table.
import { describe, expect, test } from '@jest/globals';
import { deflateRawSync } from 'node:zlib';
import writeExcelFile from 'write-excel-file/node';
import { Problem, type FileRefusal } from '#protocol';
import { guessEncoding } from './decode-text.ts';
import { readFile } from './read-file.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(little ? bytes : bytes.swap16());
};
/** Text in an encoding of one byte a letter. */
function encoded(text: string, encoding: 'windows-1252' | 'windows-1251' | 'windows-1256'): Uint8Array {
  const letters = [...new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
  return Uint8Array.from([...text].map((letter) => {
    const byte = letters.indexOf(letter);
    if (byte < 0) throw new Error(`${encoding} has no ${letter}`);
    return byte;
  }));
}

const RUSSIAN = 'страна;название\nРоссийская Федерация;Генеральная прокуратура Российской Федерации\nКазахстан;АГЕНТСТВО по противодействию коррупции';
const ARABIC = 'الدولة;الاسم\nمصر;هيئة الرقابة الإدارية\nتونس;الهيئة الوطنية لمكافحة الفساد';
const FRENCH = 'pays;nom\nFrance;Agence française anticorruption — à Paris\nSénégal;Office national de lutte contre la fraude, créé par décret';
const SPANISH = 'país;nombre\nEspaña;Fiscalía contra la Corrupción\nPerú;Comisión de Fiscalización y Contraloría';

describe('encodings', () => {
  test.each([
    ['UTF-8', utf8(FRENCH), 'utf-8', FRENCH],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${FRENCH}`), 'utf-8', FRENCH],
    ['UTF-16 with a byte order mark', utf16(`\ufeff${RUSSIAN}`, true), 'utf-16le', RUSSIAN],
    ['UTF-16, big-endian, with a byte order mark', utf16(`\ufeff${ARABIC}`, false), 'utf-16be', ARABIC],
    ['UTF-16 without a byte order mark', utf16(FRENCH, true), 'utf-16le', FRENCH],
    ['Windows-1252, French', encoded(FRENCH, 'windows-1252'), 'windows-1252', FRENCH],
    ['Windows-1252, Spanish', encoded(SPANISH, 'windows-1252'), 'windows-1252', SPANISH],
    ['Windows-1251', encoded(RUSSIAN, 'windows-1251'), 'windows-1251', RUSSIAN],
    ['Windows-1256', encoded(ARABIC, 'windows-1256'), 'windows-1256', ARABIC],
    ['ASCII', utf8('state;name\nKE;Commission'), 'utf-8', 'state;name\nKE;Commission'],
  ] as const)('%s', async (_, bytes, encoding, text) => {
    expect(guessEncoding(bytes)).toBe(encoding);
    const { table, encoding: used } = await readFile(bytes);
    expect([used, table.map(({ cells }) => cells.join(';')).join('\n')]).toEqual([encoding, text]);
  });

  test('a wrong guess can be overruled', async () => {
    const { table } = await readFile(encoded(RUSSIAN, 'windows-1251'), { encoding: 'windows-1252', sheet: null });
    expect(table[0]!.cells[0]).toBe('ñòðàíà');
  });
});

describe('delimited text', () => {
  test.each([
    ['commas', 'a,b\n1,2'], ['semicolons', 'a;b\n1;2'], ['tabs', 'a\tb\n1\t2'], ['bars', 'a|b\n1|2'], ['Excel’s hint', 'sep=;\r\na;b\r\n1;2'],
  ])('%s', async (_, text) => {
    expect((await readFile(utf8(text))).table.map(({ cells }) => cells)).toEqual([['a', 'b'], ['1', '2']]);
  });

  test('cells of several lines stay one cell, empty rows go, and rows are counted as a spreadsheet counts them', async () => {
    const { table } = await readFile(utf8('name,postal\r\n\r\nA,"Street 1\r\nTown, ""Centre"""\r\n,\r\nB,x\r\n'));
    expect(table).toEqual([
      { number: 1, cells: ['name', 'postal'] }, { number: 3, cells: ['A', 'Street 1\r\nTown, "Centre"'] }, { number: 5, cells: ['B', 'x'] },
    ]);
  });

  test('a row whose quotation marks do not match is marked', async () => {
    const { table } = await readFile(utf8('name,postal\nA,x\nB,"never closed\nC,y\n'));
    expect(table.map(({ broken }) => broken ?? false)).toEqual([false, false, true]);
  });
});

describe('workbooks', () => {
  const sheet = [[{ value: 'name', type: String }, { value: 'phone', type: String }, { value: 'date', type: String }], [], [{ value: 'هيئة', type: String }, { value: 550_330_21, type: Number }, { value: new Date('2019-03-12'), type: Date, format: 'dd/mm/yyyy' }]];
  const workbook = async (): Promise<Uint8Array> => new Uint8Array(await writeExcelFile(sheet as never, { sheet: 'Bodies' }).toBuffer());

  test('cells as text, days as ISO dates, rows by their place', async () => {
    expect(await readFile(await workbook())).toMatchObject({
      format: 'xlsx', encoding: null, sheets: ['Bodies'], sheet: 'Bodies',
      table: [{ number: 1, cells: ['name', 'phone', 'date'] }, { number: 3, cells: ['هيئة', '55033021', '2019-03-12'] }],
    });
  });

  test('a sheet that is not there', async () => {
    await expect(readFile(await workbook(), { encoding: null, sheet: 'Other' })).rejects.toMatchObject({ details: { verdict: 'no-such-sheet' } });
  });
});

test.each([
  ['an array', '[{"state":"KE","name":"A","phone":["1","2"]},{"name":"B"}]'],
  ['an array inside', '{"count":2,"bodies":[{"state":"KE","name":"A","phone":["1","2"]},{"name":"B"}]}'],
])('JSON, %s', async (_, text) => {
  expect((await readFile(utf8(text))).table).toEqual([{ number: 1, cells: ['state', 'name', 'phone'] }, { number: 2, cells: ['KE', 'A', '1\n2'] }, { number: 3, cells: ['', 'B', ''] }]);
});

/** A ZIP archive; sizes say what they are told to say. */
function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    // What it claims to unpack to: nearly nothing.
    entry.writeUInt32LE(10, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}
const sheetXml = (cell: string) => utf8(`<worksheet><sheetData><row r="1"><c r="${cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`);

describe('what is refused, with its reason', () => {
  test.each<[string, Uint8Array, FileRefusal]>([
    ['nothing', new Uint8Array(), 'empty'],
    ['a PDF', utf8('%PDF-1.7 …'), 'other-type'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'other-type'],
    ['a web page', utf8('\n<!DOCTYPE html><table></table>'), 'other-type'],
    ['a program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1), 'other-type'],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0), 'old-or-protected-workbook'],
    ['another kind of archive', zip({ 'word/document.xml': utf8('<w/>') }), 'other-type'],
    ['half of an archive', zip({ 'xl/workbook.xml': utf8('<workbook/>') }).subarray(0, 40), 'damaged'],
    ['an archive that unpacks to more than it says', zip({ 'xl/workbook.xml': utf8('<workbook/>'), 'xl/worksheets/sheet1.xml': new Uint8Array(100 * 1024 * 1024) }), 'unpacks-too-large'],
    ['a cell a million rows down', zip({ 'xl/workbook.xml': utf8('<workbook/>'), 'xl/worksheets/sheet1.xml': sheetXml('A1048576') }), 'too-many-rows'],
    ['a cell sixteen thousand columns out', zip({ 'xl/workbook.xml': utf8('<workbook/>'), 'xl/worksheets/sheet1.xml': sheetXml('XFD1') }), 'too-many-columns'],
    ['a place written so that it is not seen', zip({ 'xl/workbook.xml': utf8('<workbook/>'), 'xl/worksheets/sheet1.xml': sheetXml('&#88;FD1') }), 'damaged'],
    ['only empty rows', utf8('\n,,\n,,\n'), 'no-rows'],
    ['too many rows', utf8('n\n'.repeat(50_002)), 'too-many-rows'],
    ['too many columns', utf8('x,'.repeat(300)), 'too-many-columns'],
    ['broken JSON', utf8('[{"name": "A"'), 'damaged'],
    ['JSON without a list', utf8('{"name": "A"}'), 'no-table'],
    ['a list of texts', utf8('["A", "B"]'), 'no-table'],
  ])('%s', async (_, bytes, verdict) => {
    const refused = await readFile(bytes).then(() => null, (error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'file-refused', details: { verdict } });
  });
});
