import { Agent, createServer, request } from 'node:http';

/** The least a server can do: passes requests on to UPSTREAM and answers back. Says its port over IPC. */

const upstream = new URL(process.env['UPSTREAM']!);
const agent = new Agent({ keepAlive: true });

/** Longer than the client keeps a connection idle: a question asked on one that is just being closed would fail. */
const keepAliveTimeout = 130_000;

const server = createServer({ keepAliveTimeout }, (incoming, response) => {
  const options = { agent, host: upstream.hostname, port: upstream.port, path: incoming.url, method: incoming.method };
  const outgoing = request({ ...options, headers: { 'content-type': 'application/json' } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] });
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit());
