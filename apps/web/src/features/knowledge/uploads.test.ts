import { expect, test, vi } from 'vitest';
import { type StoredFile, UploadRefusal, type UploadTarget } from './send-file.ts';
import { Uploads } from './uploads.ts';

const file = (name: string) => new File(['content'], name);

/** A way to send whose end the test decides. */
function controlledSend() {
  const sent: { name: string; resolve: (stored: StoredFile) => void; reject: (error: unknown) => void }[] = [];
  const send = (sending: File, _target: UploadTarget, _onProgress: (share: number) => void, signal: AbortSignal) =>
    new Promise<StoredFile>((resolve, reject) => {
      sent.push({ name: sending.name, resolve, reject });
      signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    });
  return { sent, send };
}

const stored = (fileName: string): StoredFile => ({ id: `id of ${fileName}`, fileName, isDuplicate: false });

test('two files are sent at once, the next when one is stored', async () => {
  const { sent, send } = controlledSend();
  const onStored = vi.fn<(stored: StoredFile, file: File) => void>();
  const uploads = new Uploads({ send, onStored });
  uploads.add([file('a.txt'), file('b.txt'), file('c.txt')]);
  expect(sent.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
  sent[0]!.resolve(stored('a.txt'));
  await vi.waitFor(() => expect(sent).toHaveLength(3));
  expect(onStored).toHaveBeenCalledOnce();
  expect(uploads.list.value.map(({ file: { name }, state }) => [name, state])).toEqual([
    ['b.txt', 'sending'],
    ['c.txt', 'sending'],
  ]);
});

test('a refused file stays with its reason, and can be sent again', async () => {
  const { sent, send } = controlledSend();
  const uploads = new Uploads({ send, onStored: () => undefined });
  uploads.add([file('a.txt')]);
  const problem = { code: 'FILE_CORRUPT', message: 'It is damaged.', field: undefined, retryAfter: undefined };
  sent[0]!.reject(new UploadRefusal(problem));
  await vi.waitFor(() => expect(uploads.list.value[0]).toMatchObject({ state: 'refused', problem }));
  uploads.retry(uploads.list.value[0]!.id);
  expect(uploads.list.value[0]).toMatchObject({ state: 'sending', problem: null });
  expect(sent).toHaveLength(2);
});

test('a file of another kind is refused without being sent, and holds up nothing', () => {
  const { sent, send } = controlledSend();
  const uploads = new Uploads({ send, onStored: () => undefined });
  uploads.add([file('photo.png'), file('a.txt')]);
  expect(sent.map(({ name }) => name)).toEqual(['a.txt']);
  expect(uploads.list.value[0]).toMatchObject({ state: 'refused', problem: { code: 'FILE_TYPE_NOT_ALLOWED' } });
});

test('a dismissed file is stopped and makes room', async () => {
  const { sent, send } = controlledSend();
  const onStored = vi.fn<() => void>();
  const uploads = new Uploads({ send, onStored });
  uploads.add([file('a.txt'), file('b.txt'), file('c.txt')]);
  uploads.dismiss(uploads.list.value[0]!.id);
  await vi.waitFor(() => expect(sent).toHaveLength(3));
  expect(uploads.list.value.map(({ file: { name } }) => name)).toEqual(['b.txt', 'c.txt']);
  expect(onStored).not.toHaveBeenCalled();
});

test('a file that is too large is refused without being sent; others go where they belong', async () => {
  const targets: UploadTarget[] = [];
  const send = async (sending: File, target: UploadTarget) => {
    targets.push(target);
    return stored(sending.name);
  };
  const uploads = new Uploads({ send, maxFileBytes: () => 10, onStored: () => undefined });
  const target = { collectionId: 'c', sessionId: 's' };
  uploads.add([new File(['x'.repeat(11)], 'large.txt'), file('a.txt')], target);
  await vi.waitFor(() => expect(targets).toEqual([target]));
  expect(uploads.list.value).toMatchObject([{ state: 'refused', problem: { code: 'FILE_TOO_LARGE' } }]);
});
