// Asks a question and prints the answer as it comes; a cut connection loses and repeats nothing.
//   node docs/api/ask.mjs http://127.0.0.1:4000 ada@example.org 'a rather long sentence' 'Why is the sky blue?'
// Needs Node 22 or newer and nothing else; with the package graphql-ws, `watch` is a few lines.
if (typeof WebSocket === 'undefined') {
  process.stderr.write(`This needs Node 22 or newer, and is run by ${process.version}.\n`);
  process.exit(1);
}
const [url, email, password, text] = process.argv.slice(2);
let cookie = '';

async function call(query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query, variables }),
  });
  cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`);
  return data;
}

const runEvents = `subscription ($runId: ID!, $after: Int!) {
  runEvents(runId: $runId, after: $after) {
    __typename
    sequence
    ... on TextDelta { delta }
    ... on RunEnded { status errorMessage }
  }
}`;

/** Follows the run over one connection; resolves to the last number seen, and to the end if it came. */
function watch(runId, after) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const send = (message) => socket.send(JSON.stringify(message));
  let seen = after;
  let end;
  return new Promise((resolve) => {
    socket.onopen = () => send({ type: 'connection_init', payload: { token: cookie.split('=')[1] } });
    socket.onclose = () => resolve({ seen, end });
    socket.onmessage = ({ data }) => {
      const { type, payload } = JSON.parse(data);
      if (type === 'ping') send({ type: 'pong' });
      if (type === 'connection_ack')
        send({ id: '1', type: 'subscribe', payload: { query: runEvents, variables: { runId, after } } });
      if (type === 'error') end = { status: 'REFUSED', errorMessage: payload[0].message };
      if (type === 'next') {
        const event = payload.data.runEvents;
        seen = event.sequence;
        if (event.__typename === 'TextDelta') process.stdout.write(event.delta);
        if (event.__typename === 'RunEnded') end = event;
      }
      if (end) socket.close();
    };
  });
}

await call('mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }', { input: { email, password } });
// The id is ours: sending the same message again after a lost answer gives the first result, not a second one.
const input = { text, messageId: crypto.randomUUID(), modelId: process.env.MODEL };
const { sendMessage } = await call(
  'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }',
  { input },
);
let state = { seen: -1 };
while (!state.end) {
  state = await watch(sendMessage.run.id, state.seen);
  if (!state.end) await new Promise((resolve) => setTimeout(resolve, 1_000));
}
process.stdout.write(`\n[${state.end.status}${state.end.errorMessage ? `: ${state.end.errorMessage}` : ''}]\n`);
