/** What a message is made of, in the order it was written. */
export type Part = TextPart | ReasoningPart | ToolPart | FilePart;

export interface TextPart {
  type: 'text';
  id: string;
  text: string;
}

export interface ReasoningPart {
  type: 'reasoning';
  id: string;
  text: string;
}

export interface ToolPart {
  type: 'tool';
  id: string;
  toolName: string;
  arguments: unknown;
  result: unknown;
  error: string | null;
}

/** A document that was sent along. */
export interface FilePart {
  type: 'file';
  id: string;
  documentId: string;
}
