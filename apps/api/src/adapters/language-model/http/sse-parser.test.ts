import { describe, expect, it } from 'vitest';
import { LineTooLongError, maxLineLength, SseParser } from './sse-parser.ts';

function parse(pieces: readonly (string | Buffer)[]): string[] {
  const events: string[] = [];
  const parser = new SseParser({ data: (data) => events.push(data) });
  for (const piece of pieces) parser.push(Buffer.from(piece));
  parser.end();
  return events;
}

describe('SseParser', () => {
  it.each([
    ['LF', 'data: a\n\ndata: b\n\n'],
    ['CR', 'data: a\r\rdata: b\r\r'],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n'],
    ['mixed line ends', 'data: a\r\n\ndata: b\r\r\n'],
    ['no space after the colon', 'data:a\n\ndata:b\n\n'],
    ['other fields and comments', ': hi\nevent: x\nid: 1\ndata: a\nretry: 3\n\n:\n\nnonsense\ndata: b\n\n'],
    ['a byte order mark', '\uFEFFdata: a\n\ndata: b\n\n'],
    ['no blank line at the end', 'data: a\n\ndata: b'],
    ['empty events', '\n\ndata:\n\ndata: a\n\ndata\n\ndata: b\n\n'],
  ])('reads events with %s', (_name, text) => {
    expect(parse([text])).toEqual(['a', 'b']);
  });

  it.each([
    ['one line end between events', 'data: {"a":1}\ndata: {"b":2}\ndata: [DONE]\n'],
    ['one CR between events', 'data: {"a":1}\rdata: {"b":2}\rdata: [DONE]\r'],
    ['one line end and named events', 'event: x\ndata: {"a":1}\nevent: x\ndata: {"b":2}\nid: 7\ndata: [DONE]'],
    ['lines of JSON alone', '{"a":1}\n{"b":2}\n[DONE]\n'.replace('[DONE]', 'data: [DONE]')],
    ['lines of JSON among events', 'data: {"a":1}\n\n{"b":2}\n\ndata: [DONE]\n\n'],
    ['a field named twice', 'data: data: {"a":1}\n\ndata: data: {"b":2}\n\ndata: data: [DONE]\n\n'],
    ['a space in front of the colon', 'data : {"a":1}\n\ndata :{"b":2}\n\ndata : [DONE]\n\n'],
    ['capital letters', 'Data: {"a":1}\n\nDATA: {"b":2}\n\nData: [DONE]\n\n'],
    ['indented fields', '  data: {"a":1}\n\n\tdata:{"b":2}\n\n data: [DONE]\n\n'],
  ])('reads what is not quite a stream of events: %s', (_name, text) => {
    const expected = ['{"a":1}', '{"b":2}', '[DONE]'];
    expect(parse([text])).toEqual(expected);
    expect(parse([...text])).toEqual(expected);
  });

  it('does not wait for the next event once events have ended with their line', () => {
    const events: string[] = [];
    const parser = new SseParser({ data: (data) => events.push(data) });
    parser.push(Buffer.from('data: {"a":1}\ndata: {"b":2}\n'));
    expect(events).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('keeps JSON together that has several lines', () => {
    const json = '{\n"a": [\n{"b": {}\n},\n{}\n]\n}';
    expect(parse([json.replaceAll(/^/gm, 'data: '), '\n\n'])).toEqual([json]);
    expect(parse([json, '\ndata: x\n\n'])).toEqual([json, 'x']);
  });

  it('says which event is an error, and which line is none', () => {
    const seen: unknown[] = [];
    const parser = new SseParser({ data: (...event) => seen.push(event), stray: (line) => seen.push(line) });
    parser.push(Buffer.from('event: error\ndata: a\n\nevent: delta\ndata: b\n\ndata: c\n\n<html>\n'));
    expect(seen).toEqual([['a', true], ['b', false], ['c', false], '<html>']);
  });

  it('joins the data lines of one event, and strips one space only', () => {
    expect(parse(['data: a\ndata:  b\ndata:\ndata: c\n\n'])).toEqual(['a\n b\n\nc']);
  });

  it('reads the same events wherever the bytes are split', () => {
    const text = ': c\r\n\r\ndata: {"t":"Grüße 漢字 👩🏽‍🚀"}\r\n\r\ndata: x\rdata: y\r\rdata: z\n\n';
    const bytes = Buffer.from(text);
    const expected = parse([bytes]);
    expect(expected).toEqual(['{"t":"Grüße 漢字 👩🏽‍🚀"}', 'x\ny', 'z']);
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        expect(parse(pieces)).toEqual(expected);
      }
    }
  });

  it('bounds a line and the data of an event', () => {
    const long = 'x'.repeat(maxLineLength / 2);
    expect(parse(['data: ', long, '\n\n'])).toEqual([long]);
    expect(() => parse(['data: ', long, long])).toThrow(LineTooLongError);
    expect(() => parse([`data: ${long}\n`, `data: ${long}\n`])).toThrow(LineTooLongError);
  });

  it('lets whole events be skipped where one begins, wherever the bytes are split', () => {
    const events = ['a', 'b', 'skip', 'skip', 'c', 'skip'];
    const bytes = Buffer.from(`event: x\n${events.map((event) => `data: ${event}\n\n`).join('')}`);
    const skipped = 'data: skip\n\n';
    for (let split = 0; split <= bytes.length; split += 1) {
      const seen: string[] = [];
      const parser = new SseParser({
        data: (data) => seen.push(data),
        skipEvents(stream, start) {
          let end = start;
          for (; stream.startsWith(skipped, end); end += skipped.length) seen.push('skip');
          return end;
        },
      });
      parser.push(bytes.subarray(0, split));
      parser.push(bytes.subarray(split));
      expect(seen).toEqual(events);
    }
  });
});
