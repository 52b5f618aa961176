
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "MessagePart": [
      "ReasoningPart",
      "TextPart",
      "ToolPart"
    ],
    "Node": [
      "ChatSession",
      "Message",
      "MessageFeedback",
      "PromptVersion",
      "Run",
      "TokenUsage",
      "User",
      "WorkflowVersion"
    ],
    "RunEvent": [
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
    