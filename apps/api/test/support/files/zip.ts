import { crc32, deflateRawSync } from 'node:zlib';

export interface TestEntry {
  name: string;
  content: string | Buffer;
  /** What the directory says instead of the truth. */
  claimedSize?: number;
  /** Unix mode, for a symbolic link. */
  mode?: number;
}

/** A zip archive, also one that lies. */
export function zip(entries: readonly TestEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedSize, mode = 0o100644 } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const nameBytes = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(claimedSize ?? bytes.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), facts, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021e03', 'hex'), facts, tail, nameBytes]));
    files.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}

const types = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const relations = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;

const documentXml = (body: string, prologue = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${prologue}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;

const paragraphXml = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A Word document of these paragraphs. */
export const docx = (paragraphs: readonly string[], more: readonly TestEntry[] = []): Buffer =>
  docxOf(documentXml(paragraphs.map(paragraphXml).join('')), more);

export const docxOf = (xml: string, more: readonly TestEntry[] = []): Buffer =>
  zip([
    { name: '[Content_Types].xml', content: types },
    { name: '_rels/.rels', content: relations },
    { name: 'word/document.xml', content: xml },
    ...more,
  ]);

/** Entities that would multiply to gigabytes. */
export function docxWithLaughs(): Buffer {
  const levels = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`);
  return docxOf(documentXml(paragraphXml('&l9;'), `<!DOCTYPE d [<!ENTITY l0 "ha">${levels.join('')}]>`));
}

export const docxNested = (depth: number): Buffer =>
  docxOf(documentXml('<w:p>'.repeat(depth) + '</w:p>'.repeat(depth)));

/** Says that it is small and holds `megabytes`. */
export const docxThatLies = (megabytes: number): Buffer =>
  docx(
    ['small'],
    [{ name: 'word/media/image1.png', content: Buffer.alloc(megabytes * 1024 * 1024), claimedSize: 1_000 }],
  );

export const docxThatGrows = (megabytes: number): Buffer =>
  docx(['small'], [{ name: 'word/media/image1.png', content: Buffer.alloc(megabytes * 1024 * 1024) }]);
