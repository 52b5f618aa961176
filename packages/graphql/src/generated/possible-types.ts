
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "MessagePart": [
      "FilePart",
      "ReasoningPart",
      "TextPart",
      "ToolPart"
    ],
    "Node": [
      "ChatSession",
      "Chunk",
      "Collection",
      "ConversationSummary",
      "Document",
      "Job",
      "Message",
      "MessageFeedback",
      "PromptVersion",
      "Run",
      "TokenUsage",
      "User",
      "WorkflowVersion"
    ],
    "RunEvent": [
      "CitationAdded",
      "ReasoningDelta",
      "RunEnded",
      "RunStarted",
      "TextDelta",
      "ToolAnswered",
      "ToolCalled"
    ]
  }
};
      export default result;
    