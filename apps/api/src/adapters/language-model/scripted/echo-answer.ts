const maxEchoLength = 500;

/** A pleasant answer of a few paragraphs that repeats the question; the same question gives the same answer. */
export function echoAnswer(question: string): string {
  const asked = question.trim().slice(0, maxEchoLength).toWellFormed() || '(nothing)';
  const words = question.trim().split(/\s+/u).filter(Boolean).length;
  return `You asked:

${asked.replace(/^/gmu, '> ')}

I am the **scripted** model. I do not think about your question; I show how an answer arrives, one word after the other, with the metadata of a real one.

Here is what I can say about your message:

1. It has ${words} ${words === 1 ? 'word' : 'words'} and ${question.length} characters.
2. It was the last message of this conversation when I was asked.
3. Asked again, I would give exactly this answer.

If you want me to say something else, begin a message with \`/script\`, for example \`/script {"text": "Hello", "delayMs": 50}\`.`;
}
