import { storable } from '../../../kernel/text.ts';
import type { ModelEvent } from '../../../ports/language-model.ts';
import { isRecord } from '../http/json.ts';

type ToolCall = Extract<ModelEvent, { type: 'toolCall' }>;

/** Puts the pieces of tool calls together: name and id come first, the arguments bit by bit. */
export class ToolCalls {
  readonly #calls: { index: number; id: string; name: string; arguments: string }[] = [];

  /** Adds the `tool_calls` of one delta. True when there were any. */
  add(pieces: unknown): boolean {
    if (!Array.isArray(pieces)) return false;
    for (const piece of pieces) if (isRecord(piece)) this.#addPiece(piece);
    return pieces.length > 0;
  }

  /** The complete calls in the order they began; pieces that name nothing are none. */
  all(): ToolCall[] {
    const calls = this.#calls.filter((call) => call.name !== '' || call.arguments !== '');
    return calls.map((call, position) => ({
      type: 'toolCall',
      id: storable(call.id) || `call_${position}`,
      name: storable(call.name),
      arguments: storable(call.arguments),
    }));
  }

  #addPiece(piece: Record<string, unknown>): void {
    const call = this.#callOf(piece);
    const { name, arguments: text } = isRecord(piece['function']) ? piece['function'] : {};
    if (typeof piece['id'] === 'string') call.id ||= piece['id'];
    if (typeof name === 'string') call.name += name;
    if (typeof text === 'string') call.arguments += text;
    // Some servers send the arguments as an object instead of its text.
    else if (isRecord(text)) call.arguments += JSON.stringify(text);
  }

  /** The call a piece belongs to: by index, but another id under the same index is another call. */
  #callOf(piece: Record<string, unknown>): { id: string; name: string; arguments: string } {
    const id = typeof piece['id'] === 'string' ? piece['id'] : '';
    const index = typeof piece['index'] === 'number' ? piece['index'] : undefined;
    const known = this.#calls.findLast(
      (call) => (index === undefined || call.index === index) && (id === '' || call.id === id),
    );
    if (known !== undefined) return known;
    const call = { index: index ?? this.#calls.length, id, name: '', arguments: '' };
    this.#calls.push(call);
    return call;
  }
}
