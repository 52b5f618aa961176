import type { MessageFieldsFragment } from '@parley/graphql';
import type { Part, ToolPart } from '@parley/run-events';

/** A tool's call as it is shown; how long it took is known once it is stored. */
export interface ShownTool extends ToolPart {
  durationMs: number | null;
}

export type ShownPart = Exclude<Part, ToolPart> | ShownTool;

/** Whether a message is still being written. */
export function isBeingWritten({ status }: Pick<MessageFieldsFragment, 'status'>): boolean {
  return status === 'PENDING' || status === 'STREAMING';
}

/** The parts of a stored message, in the shape a stream folds into. */
export function partsOf(message: Pick<MessageFieldsFragment, 'parts'>): readonly ShownPart[] {
  return message.parts.flatMap((part): ShownPart[] => {
    switch (part.__typename) {
      case 'TextPart':
        return [{ type: 'text', id: part.id, text: part.text }];
      case 'ReasoningPart':
        return [{ type: 'reasoning', id: part.id, text: part.text }];
      case 'ToolPart': {
        const { id, toolName, result, error, durationMs } = part;
        return [{ type: 'tool', id, toolName, arguments: part.arguments, result, error, durationMs }];
      }
      default:
        return [];
    }
  });
}
