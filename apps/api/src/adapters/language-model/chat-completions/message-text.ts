import { isRecord } from '../http/json.ts';

type Fields = Record<string, unknown>;

export interface Said {
  text: string;
  thought: string;
}

/** Names of the field that holds thoughts; a server that fills several writes the same into each. */
const thoughtFields = [
  'reasoning_content',
  'reasoning',
  'thinking',
  'reasoning_text',
  'reasoning_details',
  'thinking_blocks',
];

/** What a delta or a whole message says, apart from tool calls. */
export function saidIn(message: Fields): Said {
  const { text, thought } = contentOf(message['content'] ?? message['text'], 'text');
  const apart =
    thoughtFields.map((field) => contentOf(message[field], 'thought').thought).find((one) => one !== '') ?? '';
  const all = text + (textIn(message['refusal']) ?? '') + transcriptIn(message['audio']);
  // Thoughts in marks are parted as those of other models are.
  return isThought(message) && !/^\s*</.test(all)
    ? { text: '', thought: apart + thought + all }
    : { text: all, thought: apart + thought };
}

/** Gemini says of each piece whether it is a thought. */
function isThought({ thought, extra_content: extra }: Fields): boolean {
  const google = isRecord(extra) ? extra['google'] : undefined;
  return thought === true || (isRecord(google) && google['thought'] === true);
}

/** What is said aloud. */
const transcriptIn = (audio: unknown): string => (isRecord(audio) ? (textIn(audio['transcript']) ?? '') : '');

/** True when a message has thoughts that may not be read: a sign that the model works. */
export const hasHiddenThoughts = (message: Fields): boolean =>
  Array.isArray(message['reasoning_details']) && message['reasoning_details'].length > 0;

/** Text nearly everywhere; some servers send typed pieces, and Mistral does when a model thinks. */
function contentOf(content: unknown, kind: 'text' | 'thought'): Said {
  if (Array.isArray(content)) {
    const pieces = content.map((piece) => contentOf(piece, kind));
    return { text: pieces.map(({ text }) => text).join(''), thought: pieces.map(({ thought }) => thought).join('') };
  }
  const isThought =
    kind === 'thought' || (isRecord(content) && /thinking|reasoning|thought/.test(textIn(content['type']) ?? ''));
  const text = isRecord(content) ? ownTextOf(content, isThought) : (textIn(content) ?? '');
  return isThought ? { text: '', thought: text } : { text, thought: '' };
}

function ownTextOf(piece: Fields, isThought: boolean): string {
  const names = isThought ? ['text', 'thinking', 'summary', 'reasoning', 'content'] : ['text', 'content', 'refusal'];
  for (const name of names) {
    const inner = contentOf(piece[name], isThought ? 'thought' : 'text');
    if (inner.text + inner.thought !== '') return inner.text + inner.thought;
  }
  return '';
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
