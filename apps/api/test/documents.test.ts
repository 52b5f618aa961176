import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrphanFiles } from '../src/modules/knowledge/index.ts';
import { ask, collectRun } from './support/conversation.ts';
import { addDocument, findDocument, post, upload, whenRead } from './support/documents.ts';
import { pdf, pdfBomb } from './support/files/pdf.ts';
import { docx } from './support/files/zip.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

const unknownId = '00000000-0000-7000-8000-000000000000';

describe('documents', () => {
  let app: TestApp;
  let alice: TestClient;
  let bob: TestClient;

  beforeAll(async () => {
    app = await startTestApp({ MAX_FILE_MB: '1', USER_STORAGE_MB: '4', EXTRACTION_MEMORY_MB: '220' });
    alice = await app.signUp('alice');
    bob = await app.signUp('bob');
  });
  afterAll(async () => {
    await alice.close();
    await bob.close();
    await app.close();
  });

  /** Files the store has, without those on their way. */
  async function storedFiles(): Promise<number> {
    const entries = await readdir(`${app.dataDir}/files`, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).length;
  }

  it('are taken in, read, cut and listed', async () => {
    const text = Array.from({ length: 300 }, (_, index) => `Sentence number ${index} is about the river.`).join(' ');
    const { status, document } = await upload(alice, 'Größe 漢字.txt', text, { metadata: '{"year":2024}' });
    expect(status).toBe(201);
    expect(document).toMatchObject({ fileName: 'Größe 漢字.txt' });
    const read = await whenRead(alice, document!.id);
    expect(read).toMatchObject({
      status: 'READY',
      progress: 1,
      mediaType: 'text/plain',
      metadata: { year: 2024 },
      errorCode: null,
      isActive: true,
    });
    expect(read.chunkCount).toBeGreaterThan(3);
    expect(read.sizeBytes).toBe(Buffer.byteLength(text));
    const { document: withChunks } = await alice.query(
      'query ($id: ID!) { document(id: $id) { chunks(from: 1, first: 2) { totalCount pageInfo { hasNextPage } nodes { ordinal text tokenCount location { line endLine page } document { id } } } } }',
      { id: read.id },
    );
    const { nodes, totalCount, pageInfo } = withChunks.chunks;
    expect([totalCount, pageInfo.hasNextPage, nodes[0].ordinal]).toEqual([read.chunkCount, true, 1]);
    expect(nodes[0]).toMatchObject({ location: { line: 1, endLine: 1, page: null }, document: { id: read.id } });
    expect(nodes[0].tokenCount).toBeLessThanOrEqual(512);
    const { documents } = await alice.query(
      '{ documents(first: 1) { totalCount nodes { id collection { name documentCount } } } }',
    );
    expect(documents).toEqual({
      totalCount: 1,
      nodes: [{ id: read.id, collection: { name: 'Documents', documentCount: 1 } }],
    });
  });

  it('keep page, row and path of their passages', async () => {
    const places = async (id: string) => {
      const { document } = await alice.query(
        'query ($id: ID!) { document(id: $id) { chunks { nodes { text location { page row endRow path } } } } }',
        { id },
      );
      return document.chunks.nodes as { text: string; location: object }[];
    };
    const report = await addDocument(alice, 'report.pdf', pdf(['Hello PDF', 'Second page']));
    expect(await places(report.id)).toEqual([
      { text: 'Hello PDF', location: { page: 1, row: null, endRow: null, path: null } },
      { text: 'Second page', location: { page: 2, row: null, endRow: null, path: null } },
    ]);
    const table = await addDocument(alice, 'table.csv', 'name,age\nAda,36\nAlan,41\n');
    expect(await places(table.id)).toEqual([
      { text: 'name: Ada\nage: 36\n\nname: Alan\nage: 41', location: { page: null, row: 1, endRow: 2, path: null } },
    ]);
    const word = await addDocument(alice, 'word.docx', docx(['Written in Word.']));
    expect((await places(word.id))[0]!.text).toBe('Written in Word.');
  });

  it('tell how far they are, and when they are gone', async () => {
    const seen: { status: string; isDeleted: boolean; fileName: string }[] = [];
    const watching = (async () => {
      for await (const { data } of alice.subscribe(
        'subscription { documentChanged { fileName status isDeleted collection { name } } }',
      )) {
        seen.push(data.documentChanged);
        if (data.documentChanged.isDeleted) return;
      }
    })();
    const poke = await addDocument(alice, 'poke.txt', 'Shows that the subscription has begun.');
    while (seen.length === 0) {
      await alice.query('mutation ($id: ID!) { updateDocument(input: { id: $id, isActive: true }) { id } }', {
        id: poke.id,
      });
    }
    const { document } = await upload(alice, 'watched.md', '# Watched\n\nText.');
    await whenRead(alice, document!.id);
    await alice.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id: document!.id });
    await watching;
    const watched = seen.filter(({ fileName }) => fileName === 'watched.md');
    const statuses = watched.map(({ status, isDeleted }) => (isDeleted ? 'deleted' : status));
    // What is told is how far it is now: that it waits may be over before it is told.
    expect(document!.status).toBe('PENDING');
    expect([...new Set([document!.status, ...statuses])]).toEqual(['PENDING', 'PROCESSING', 'READY', 'deleted']);
  });

  it('are deleted with passages and file', async () => {
    const before = await storedFiles();
    const document = await addDocument(alice, 'short-lived.txt', 'Only for a moment.');
    expect(await storedFiles()).toBe(before + 1);
    await alice.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id: document.id });
    expect(await storedFiles()).toBe(before);
    const em = app.database.fork();
    expect(await em.execute('select id from chunks where document_id = ?', [document.id])).toEqual([]);
    expect(await alice.errorOf('query ($id: ID!) { document(id: $id) { id } }', { id: document.id })).toBe('NOT_FOUND');
  });

  it('are the same when their content is, for one person alone', async () => {
    const first = await addDocument(alice, 'one.txt', 'the very same content');
    const again = await upload(alice, 'two.txt', 'the very same content');
    expect(again).toMatchObject({ status: 201, isDuplicate: true, document: { id: first.id, fileName: 'one.txt' } });
    const others = await upload(bob, 'one.txt', 'the very same content');
    expect(others).toMatchObject({ status: 201, isDuplicate: false });
    expect(others.document!.id).not.toBe(first.id);
    const renamed = await upload(alice, 'one.txt', 'other content');
    expect(renamed.document!.fileName).toBe('one (2).txt');
  });

  it('are one when thirty of the same arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => upload(alice, 'race.txt', 'thirty at once')));
    expect(new Set(answers.map(({ document }) => document?.id)).size).toBe(1);
    expect(answers.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
  });

  it.each<[string, number, string, string, () => string | Buffer]>([
    ['an empty file', 400, 'FILE_EMPTY', 'a.txt', () => ''],
    ['a file that is too large', 413, 'FILE_TOO_LARGE', 'a.txt', () => 'x'.repeat(1024 * 1024 + 1)],
    ['a far too large file', 413, 'FILE_TOO_LARGE', 'a.txt', () => 'x'.repeat(8 * 1024 * 1024)],
    ['a type that is not allowed', 415, 'FILE_TYPE_NOT_ALLOWED', 'a.svg', () => '<svg/>'],
    ['a picture called .pdf', 415, 'FILE_TYPE_MISMATCH', 'a.pdf', () => Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
    [
      'an encrypted Word document',
      400,
      'FILE_ENCRYPTED',
      'a.docx',
      () =>
        Buffer.concat([
          Buffer.from('d0cf11e0a1b11ae1', 'hex'),
          Buffer.alloc(600),
          Buffer.from('EncryptedPackage', 'utf16le'),
        ]),
    ],
  ])('refuse %s and leave nothing', async (_name, status, code, fileName, content) => {
    const before = await storedFiles();
    const answer = await upload(alice, fileName, content());
    expect(answer).toMatchObject({ status, error: { code, field: 'file' } });
    expect(await storedFiles()).toBe(before);
  });

  it('leave the connection of a refused upload to the next request', async () => {
    const { port, host } = new URL(app.url);
    const socket = connect(Number(port), '127.0.0.1');
    let answers = '';
    socket.on('data', (data) => (answers += data.toString()));
    const cookie = `cookie: ${alice.cookie}\r\norigin: ${app.url}`;
    const form = Buffer.from(
      `--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'x'.repeat(8 * 1024 * 1024)}\r\n--b--\r\n`,
    );
    socket.write(
      `POST /api/documents HTTP/1.1\r\nhost: ${host}\r\n${cookie}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${form.length}\r\n\r\n`,
    );
    socket.write(form);
    socket.write(`GET /api/health HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    while (!answers.includes('"version"')) await once(socket, 'data');
    expect(answers).toMatch(/^HTTP\/1\.1 413 .*FILE_TOO_LARGE.*HTTP\/1\.1 200 /s);
    socket.destroy();
  });

  it('may be exactly as large as allowed', async () => {
    const document = await addDocument(bob, 'large.txt', 'word '.repeat(209_715) + 'x');
    expect(document).toMatchObject({ status: 'READY', sizeBytes: 1024 * 1024 });
  });

  it.each<[string, string, string, () => string | Buffer]>([
    ['a PDF without text', 'FILE_NO_TEXT', 'scan.pdf', () => pdf([''])],
    ['white space', 'FILE_NO_TEXT', 'space.txt', () => ' \n\n \t '],
    ['a PDF that is none', 'FILE_CORRUPT', 'broken.pdf', () => `%PDF-1.7\n${'garbage '.repeat(100)}`],
    ['a bomb', 'FILE_TOO_COMPLEX', 'bomb.pdf', () => pdfBomb(200)],
    ['JSON that is none', 'FILE_CORRUPT', 'broken.json', () => '{"a":1}{"b":2}'],
  ])('say what is wrong with %s', async (_name, errorCode, fileName, content) => {
    const document = await addDocument(bob, fileName, content());
    expect(document).toMatchObject({ status: 'FAILED', errorCode, chunkCount: 0 });
    expect(document.errorMessage).not.toBe('');
  });

  it('can be tried again after a failure, by retry or by another upload', async () => {
    const failed = await addDocument(bob, 'again.json', '{"a":');
    const { retryDocument } = await bob.query(
      'mutation ($id: ID!) { retryDocument(id: $id) { id status errorCode } }',
      { id: failed.id },
    );
    expect(retryDocument).toEqual({ id: failed.id, status: 'PENDING', errorCode: null });
    expect(await whenRead(bob, failed.id)).toMatchObject({ status: 'FAILED', errorCode: 'FILE_CORRUPT' });
    expect(await upload(bob, 'again.json', '{"a":')).toMatchObject({
      isDuplicate: true,
      document: { id: failed.id, status: 'PENDING' },
    });
    expect(await whenRead(bob, failed.id)).toMatchObject({ status: 'FAILED' });
  });

  it('can be renamed and switched off', async () => {
    const document = await addDocument(bob, 'switch.txt', 'to be switched off');
    const { updateDocument } = await bob.query(
      'mutation ($input: UpdateDocumentInput!) { updateDocument(input: $input) { fileName isActive } }',
      { input: { id: document.id, isActive: false, fileName: 'off.txt' } },
    );
    expect(updateDocument).toEqual({ fileName: 'off.txt', isActive: false });
  });

  it('belong to one person', async () => {
    const document = await addDocument(alice, 'private.txt', 'Nobody else reads this.');
    const file = (client: TestClient) =>
      fetch(`${app.url}/api/documents/${document.id}/file`, { headers: { cookie: client.cookie } });
    const operations = [
      'query ($id: ID!) { document(id: $id) { id } }',
      'mutation ($id: ID!) { deleteDocument(id: $id) }',
      'mutation ($id: ID!) { retryDocument(id: $id) { id } }',
      'mutation ($id: ID!) { updateDocument(input: { id: $id, isActive: false }) { id } }',
      'mutation ($id: ID!) { sendMessage(input: { text: "hi", documentIds: [$id] }) { run { id } } }',
    ];
    for (const operation of operations) {
      const [foreign, missing, malformed] = await Promise.all(
        [document.id, unknownId, "'; --"].map((id) => bob.errorOf(operation, { id })),
      );
      expect([foreign, missing, malformed].map((code) => code!.split(' ')[0])).toEqual([
        'NOT_FOUND',
        'NOT_FOUND',
        'NOT_FOUND',
      ]);
    }
    expect((await file(bob)).status).toBe(404);
    expect((await file(app.anonymous)).status).toBe(401);
    expect(await upload(app.anonymous, 'a.txt', 'x')).toMatchObject({
      status: 401,
      error: { code: 'UNAUTHENTICATED' },
    });
    const { documents } = await bob.query('{ documents(first: 100) { nodes { id } } }');
    expect(documents.nodes.map((each: { id: string }) => each.id)).not.toContain(document.id);
    expect(await findDocument(alice, document.id)).toMatchObject({ status: 'READY', isActive: true });
  });

  it('come back as attachments that can do nothing', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    const document = await addDocument(alice, '"><img src=x onerror=alert(1)>.md', svg);
    const response = await fetch(`${app.url}/api/documents/${document.id}/file`, { headers: { cookie: alice.cookie } });
    expect(await response.text()).toBe(svg);
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="__img src_x onerror_alert\(1\)_.md"|^attachment/,
    );
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('go along with messages', async () => {
    const document = await addDocument(alice, 'along.txt', 'Sent along.');
    const asked = await ask(alice, { text: 'What is in the file?', documentIds: [document.id, document.id] });
    await collectRun(alice, asked.run.id);
    const parts = async (id: string) =>
      (
        await alice.query(
          'query ($id: ID!) { message(id: $id) { text citations { number } parts { __typename ... on FilePart { document { fileName } } } } }',
          { id },
        )
      ).message;
    const expected = {
      text: 'What is in the file?',
      citations: [],
      parts: [{ __typename: 'TextPart' }, { __typename: 'FilePart', document: { fileName: 'along.txt' } }],
    };
    expect(await parts(asked.userMessage.id)).toEqual(expected);
    const { editMessage } = await alice.query(
      'mutation ($input: EditMessageInput!) { editMessage(input: $input) { userMessage { id } run { id } } }',
      { input: { messageId: asked.userMessage.id, text: 'And now?' } },
    );
    await collectRun(alice, editMessage.run.id);
    expect(await parts(editMessage.userMessage.id)).toEqual({ ...expected, text: 'And now?' });
    await alice.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id: document.id });
    expect((await parts(asked.userMessage.id)).parts[1]).toEqual({ __typename: 'FilePart', document: null });
    expect(
      await alice.errorOf('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }', {
        input: {
          text: 'x',
          documentIds: Array.from({ length: 21 }, (_, index) => unknownId.slice(0, -2) + String(10 + index)),
        },
      }),
    ).toBe('BAD_USER_INPUT documentIds');
  });

  it('leave answers that were given them, without their text', async () => {
    const document = await addDocument(alice, 'tower.txt', 'The tower of Babylon was built of 7,342 bricks by Nimrod.');
    const asked = await ask(alice, {
      text: 'Of how many bricks was the tower of Babylon built?',
      modelId: 'local:parley',
      documentIds: [document.id],
    });
    const watch = async () => {
      const citations = [];
      const events = alice.subscribe(
        'subscription ($runId: ID!) { runEvents(runId: $runId) { __typename ... on CitationAdded { citation { number isCited chunk { text document { fileName isDeleted } } } } } }',
        { runId: asked.run.id },
      );
      for await (const { data, errors } of events) {
        expect(errors).toBeUndefined();
        if (data.runEvents.__typename === 'CitationAdded') citations.push(data.runEvents.citation);
      }
      return citations;
    };
    const cited = await watch();
    expect(cited[0]).toMatchObject({
      number: 1,
      isCited: false,
      chunk: { text: expect.stringContaining('7,342'), document: { fileName: 'tower.txt', isDeleted: false } },
    });
    await alice.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id: document.id });
    expect((await watch())[0]).toMatchObject({
      number: 1,
      chunk: { text: '', document: { fileName: 'Deleted document', isDeleted: true } },
    });
    const { message } = await alice.query('query ($id: ID!) { message(id: $id) { text citations { number } } }', {
      id: asked.assistantMessage.id,
    });
    expect(message.text).toContain('7,342');
    expect(message.citations.length).toBe(cited.length - 1);
  });

  it('are in the conversation or collection they were uploaded for', async () => {
    const { createSession } = await alice.query('mutation { createSession(input: {}) { id } }');
    const document = await addDocument(alice, 'of-session.txt', 'For one conversation.', {
      sessionId: createSession.id,
    });
    expect(document.session).toEqual({ id: createSession.id });
    const { documents } = await alice.query('query ($id: ID!) { documents(sessionId: $id) { nodes { id } } }', {
      id: createSession.id,
    });
    expect(documents.nodes).toEqual([{ id: document.id }]);
    expect(await upload(bob, 'x.txt', 'foreign', { sessionId: createSession.id })).toMatchObject({
      status: 404,
      error: { code: 'NOT_FOUND' },
    });
    expect(await upload(bob, 'x.txt', 'foreign', { collectionId: document.collection.id })).toMatchObject({
      status: 404,
    });
    expect(await upload(bob, 'x.txt', 'meta', { metadata: '[1]' })).toMatchObject({
      status: 400,
      error: { code: 'BAD_USER_INPUT', field: 'metadata' },
    });
  });

  it('are kept in collections, which go with all that is in them', async () => {
    const create =
      'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { id name metadata documentCount } }';
    const { createCollection } = await bob.query(create, { input: { name: ' Recipes ', metadata: { kind: 'food' } } });
    expect(createCollection).toMatchObject({ name: 'Recipes', metadata: { kind: 'food' }, documentCount: 0 });
    expect(await bob.errorOf(create, { input: { name: 'Recipes' } })).toBe('CONFLICT name');
    expect(await bob.errorOf(create, { input: { name: ' ' } })).toBe('BAD_USER_INPUT name');
    expect(await bob.errorOf(create, { input: { name: 'x', metadata: 'text' } })).toBe('BAD_USER_INPUT metadata');
    const { id } = createCollection;
    const update = 'mutation ($input: UpdateCollectionInput!) { updateCollection(input: $input) { name metadata } }';
    const { updateCollection } = await bob.query(update, { input: { id, name: 'Cooking' } });
    expect(updateCollection).toEqual({ name: 'Cooking', metadata: { kind: 'food' } });
    const before = await storedFiles();
    const document = await addDocument(bob, 'soup.txt', 'Water, salt and patience.', { collectionId: id });
    expect(document.collection).toEqual({ id, name: 'Cooking' });
    const { collections } = await bob.query('{ collections { name documentCount } }');
    expect(collections).toContainEqual({ name: 'Cooking', documentCount: 1 });
    await bob.query('mutation ($id: ID!) { deleteCollection(id: $id) }', { id });
    expect(await storedFiles()).toBe(before);
    expect(await bob.errorOf('query ($id: ID!) { document(id: $id) { id } }', { id: document.id })).toBe('NOT_FOUND');
  });

  it('have a quota', async () => {
    const carol = await app.signUp('carol');
    const megabyte = (letter: string) => `${letter} `.repeat(512 * 1024);
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => upload(carol, `${letter}.txt`, megabyte(letter))),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 201, 201, 413, 413]);
    expect(answers.find(({ error }) => error)!.error).toMatchObject({ code: 'QUOTA_EXCEEDED' });
    const { documentStorage } = await carol.query('{ documentStorage { usedBytes limitBytes } }');
    expect(documentStorage).toEqual({ usedBytes: 4 * 1024 * 1024, limitBytes: 4 * 1024 * 1024 });
    // Deleting while they are being read leaves nothing behind either.
    const { documents } = await carol.query('{ documents { nodes { id } } }');
    for (const { id } of documents.nodes) await carol.query('mutation ($id: ID!) { deleteDocument(id: $id) }', { id });
    expect((await carol.query('{ documentStorage { usedBytes } }')).documentStorage.usedBytes).toBe(0);
  });

  it('need a form with one file', async () => {
    const form = (...parts: [string, string | Blob, string?][]) => {
      const data = new FormData();
      for (const [name, value, fileName] of parts) {
        if (typeof value === 'string') data.append(name, value);
        else data.append(name, value, fileName);
      }
      return data;
    };
    expect(await post(alice, 'text')).toMatchObject({ status: 400, error: { code: 'BAD_USER_INPUT', field: 'file' } });
    expect(await post(alice, form(['note', 'x']))).toMatchObject({
      status: 400,
      error: { code: 'BAD_USER_INPUT', field: 'file' },
    });
    expect(await post(alice, form(['file', new Blob(['x']), '']))).toMatchObject({
      status: 400,
      error: { code: 'BAD_USER_INPUT', field: 'file' },
    });
    expect(await post(alice, form(['other', new Blob(['x']), 'a.txt']))).toMatchObject({
      status: 400,
      error: { code: 'BAD_USER_INPUT', field: 'other' },
    });
    const before = await storedFiles();
    expect(
      await post(
        alice,
        form(['file', new Blob(['first of two']), 'a.txt'], ['file', new Blob(['second of two']), 'b.txt']),
      ),
    ).toMatchObject({ status: 400, error: { code: 'BAD_USER_INPUT' } });
    expect(await storedFiles()).toBe(before);
  });

  describe('need a form that is whole', () => {
    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="whole.txt"\r\n\r\nIt begins well.';
    const field = (name: string, type = 'text/plain'): string =>
      `--b\r\ncontent-disposition: form-data; name="${name}"\r\ncontent-type: ${type}\r\n\r\nx\r\n`;
    it.each([
      ['without its last boundary', 'b', part],
      ['that breaks off in the headers of a part', 'b', `${part}\r\n--b\r\ncontent-dispo`],
      ['with another boundary than its header says', 'other', `${part}\r\n--b--\r\n`],
      ['without a boundary in its header', '', `${part}\r\n--b--\r\n`],
      ['with a boundary of 300 characters', 'b'.repeat(300), `--${'b'.repeat(300)}--\r\n`],
      ['with a boundary of 5,000 characters', 'b'.repeat(5_000), `--${'b'.repeat(5_000)}--\r\n`],
      ['with too many fields', 'b', `${part}\r\n${field('note').repeat(11)}--b--\r\n`],
      ['with a field that objects have already', 'b', `${part}\r\n${field('__proto__')}--b--\r\n`],
      ['with a field that is no JSON', 'b', `${part}\r\n${field('metadata', 'application/json')}--b--\r\n`],
    ])('not one %s', async (_what, boundary, body) => {
      const before = await storedFiles();
      const response = await fetch(`${app.url}/api/documents`, {
        method: 'POST',
        body,
        headers: { cookie: alice.cookie, 'content-type': `multipart/form-data; boundary=${boundary}` },
      });
      expect(await response.json()).toEqual({
        error: { code: 'BAD_USER_INPUT', field: 'file', message: expect.stringMatching(/^The form /) },
      });
      expect(response.status).toBe(400);
      expect(await storedFiles()).toBe(before);
      expect((await alice.query('{ documents { nodes { fileName } } }')).documents.nodes).not.toContainEqual({
        fileName: 'whole.txt',
      });
    });
  });

  it('lose files that nobody has', async () => {
    const dave = await app.signUp('dave');
    await addDocument(dave, 'left.txt', 'left behind');
    const before = await storedFiles();
    await app.database.fork().execute('delete from users where email = ?', [dave.email]);
    const later = new Date(Date.now() + 2 * 60 * 60 * 1_000);
    expect(await app.app.services.get(OrphanFiles).sweep(later)).toBe(1);
    expect(await storedFiles()).toBe(before - 1);
  });
});
