import type { TestClient } from './test-client.ts';

export const payloadFields = `
  session { id title messageCount modelId }
  userMessage { id text status }
  assistantMessage { id status }
  run { id status modelId lastSequence }`;

export interface Asked {
  session: { id: string; title: string; messageCount: number; modelId: string };
  userMessage: { id: string; text: string; status: string };
  assistantMessage: { id: string; status: string };
  run: { id: string; status: string; modelId: string; lastSequence: number };
}

/** Asks a scripted model unless another is named. */
export async function ask(client: TestClient, input: { text: string; [field: string]: unknown }): Promise<Asked> {
  const { sendMessage } = await client.query(
    `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ${payloadFields} } }`,
    { input: { modelId: 'scripted:echo', ...input } },
  );
  return sendMessage as Asked;
}

export interface SeenEvent {
  __typename: string;
  runId: string;
  sequence: number;
  delta?: string;
  partId?: string;
  status?: string;
  errorCode?: string | null;
  errorMessage?: string | null;
}

export const runEventsQuery = `subscription ($runId: ID!, $after: Int) {
  runEvents(runId: $runId, after: $after) {
    __typename runId sequence
    ... on TextDelta { partId delta }
    ... on ReasoningDelta { partId delta }
    ... on RunEnded { status errorCode errorMessage }
  }
}`;

/** Every event after a cursor until the run has ended. */
export async function collectRun(client: TestClient, runId: string, after = -1): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  for await (const { data, errors } of client.subscribe(runEventsQuery, { runId, after })) {
    if (errors) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`);
    events.push(data.runEvents);
  }
  return events;
}

/** Follows a run to its end, and tells when it has said something. */
export function followRun(client: TestClient, runId: string): { begun: Promise<void>; events: Promise<SeenEvent[]> } {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const events = (async () => {
    const seen: SeenEvent[] = [];
    for await (const { data } of client.subscribe(runEventsQuery, { runId, after: -1 })) {
      if (seen.push(data.runEvents) === 20) begin();
    }
    return seen;
  })();
  return { begun, events };
}

/** The text a run has written. */
export const textOf = (events: readonly SeenEvent[]): string =>
  events.map((event) => (event.__typename === 'TextDelta' ? event.delta : '')).join('');

/** The messages of a conversation's active branch. */
export async function messagesOf(client: TestClient, sessionId: string) {
  const { session } = await client.query(
    `query ($id: ID!) { session(id: $id) { messages { nodes {
      id role status text siblings { id } parent { id } run { id status errorCode modelId parameters { temperature maxTokens } }
      parts { __typename id ... on TextPart { text } ... on ReasoningPart { text } }
    } } } }`,
    { id: sessionId },
  );
  return session.messages.nodes as {
    id: string;
    role: string;
    status: string;
    text: string;
    siblings: { id: string }[];
    parent: { id: string } | null;
    run: {
      id: string;
      status: string;
      errorCode: string | null;
      modelId: string;
      parameters: { temperature: number | null; maxTokens: number | null };
    } | null;
    parts: { __typename: string; id: string; text?: string }[];
  }[];
}
