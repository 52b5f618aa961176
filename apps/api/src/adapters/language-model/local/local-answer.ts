const greeting =
  /^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|hallo|hola|bonjour|servus|ciao)\b/i;
const aboutItself =
  /\b(?:what (?:can|do|could) you|who are you|what are you|what is parley|are you (?:an? )?(?:ai|llm|chatgpt|gpt|human|bot|language model|real)|how (?:does this|do you) work)\b|^\W*help\W*$/i;
const aboutModels =
  /\b(?:add|connect|configure|set ?up|install|use|choose|switch)\b.*\b(?:models?|providers?|api|keys?|ollama|openai|llms?)\b/i;
const chat =
  /^\W*(?:how (?:are|r) (?:you|u)|how(?:'|’)?s it going|how do you do|what(?:'|’)?s up|good ?night|(?:good)?bye|see you|tell me a joke|(?:lol|ok(?:ay)?|yes|no|cool|nice|great|wow)\W*$)\b/i;
const thanks = /^\W*(?:thanks?|thank you|thx|danke|merci|gracias)\b/i;

/** A greeting longer than this asks something too. */
const maxGreetingLength = 40;
/** A longer question about “you” may be about a document. */
const maxSelfQuestionLength = 60;

const introduction =
  'I am Parley’s built-in assistant, not a language model. I can quote from your documents, and I run on this server without a key, a download or a cost.';

const howToAddAModel = `To add a model that can answer you, set one of these on the server and restart:

\`\`\`sh
# OpenAI
OPENAI_API_KEY=sk-... npm start

# Ollama on this machine: no key, nothing leaves it
OLLAMA_BASE_URL=http://127.0.0.1:11434 npm start

# any OpenAI-compatible endpoint
API_URL=https://models.example.com/v1 API_KEY=... npm start
\`\`\`

\`ANTHROPIC_API_KEY\`, \`GOOGLE_API_KEY\`, \`GROQ_API_KEY\` and \`HUGGINGFACE_API_KEY\` work in the same way. The new models then appear in the model picker below the conversation.`;

const abilities = `What works with me already:

- conversations with history, titles, pinning, archiving and branches
- answers that stream, and survive a reload or a lost connection
- parameters, tokens, cost and timing, kept with every answer
- questions about documents you have uploaded: I answer with sentences of theirs, word for word, and say where they stand

What I cannot do: answer other questions, write, translate or calculate. That takes a real model.`;

/** What it says to what is no question about anything else: thanks, a greeting, who it is; null for the rest. */
export function localSmallTalk(question: string): string | null {
  const asked = question.trim();
  if (thanks.test(asked) && asked.length <= maxGreetingLength) return 'You are welcome!';
  if (aboutItself.test(asked) && asked.length <= maxSelfQuestionLength)
    return `${introduction}\n\n${abilities}\n\n${howToAddAModel}`;
  if (chat.test(asked) && asked.length <= maxGreetingLength) return `${introduction}\n\n${howToAddAModel}`;
  if (greeting.test(asked) && asked.length <= maxGreetingLength && !asked.includes('?')) {
    return `Hello, and welcome to Parley!\n\n${introduction}\n\nAsk me “what can you do?”, ask about documents you have uploaded, or add a real model right away.\n\n${howToAddAModel}`;
  }
  return null;
}

/** What it says to a question that no document answers: who it is, what it can do, or that it cannot answer and which model could. */
export function localAnswer(question: string): string {
  const smallTalk = localSmallTalk(question);
  if (smallTalk !== null) return smallTalk;
  if (aboutModels.test(question)) return howToAddAModel;
  if (aboutItself.test(question)) return `${introduction}\n\n${abilities}\n\n${howToAddAModel}`;
  return `I cannot answer that myself, and I would rather say so than guess. ${introduction}\n\n${howToAddAModel}\n\nYour question is kept in this conversation: choose the new model and regenerate this answer.`;
}
