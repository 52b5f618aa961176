/** Which objects implement which interface, so that the cache can match fragments on interfaces. */
export const possibleTypes: Record<string, string[]> = {
  MessagePart: ['FilePart', 'ReasoningPart', 'TextPart', 'ToolPart'],
  Node: [
    'ChatSession',
    'Chunk',
    'Collection',
    'Document',
    'Message',
    'MessageFeedback',
    'PromptVersion',
    'Run',
    'TokenUsage',
    'User',
    'WorkflowVersion',
  ],
  RunEvent: [
    'CitationAdded',
    'ReasoningDelta',
    'RunEnded',
    'RunStarted',
    'TextDelta',
    'ToolAnswered',
    'ToolCalled',
  ],
};
