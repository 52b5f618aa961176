import type { DataKind } from './viewer-data.ts';
import { DataError, guessKind, ViewerData } from './viewer-data.ts';
import type { ViewerCalls, ViewerRequest, ViewerResponse } from './viewer-protocol.ts';

let data: ViewerData | null = null;

/** UTF-8, or UTF-16 where the file says so. What is no UTF-8 is taken for Latin-1. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function open(source: ArrayBuffer | string, kind: DataKind | null): ViewerCalls['open']['answer'] {
  data = null;
  const text = typeof source === 'string' ? source : decode(source);
  data = new ViewerData(text, kind ?? guessKind(text));
  return data.summary;
}

function answer({ method, args }: ViewerRequest): unknown {
  if (method === 'open') return open(...(args as ViewerCalls['open']['args']));
  if (!data) throw new Error('Nothing is open.');
  if (method === 'children') return data.children(...(args as ViewerCalls['children']['args']));
  if (method === 'table') return data.table(...(args as ViewerCalls['table']['args']));
  return data.text(...(args as ViewerCalls['text']['args']));
}

addEventListener('message', ({ data: request }: MessageEvent<ViewerRequest>) => {
  const { id } = request;
  try {
    postMessage({ id, answer: answer(request) } satisfies ViewerResponse);
  } catch (error) {
    const fault = error instanceof DataError ? error.fault : null;
    postMessage({ id, problem: { fault } } satisfies ViewerResponse);
  }
});
