/** Texts with escapes, texts, dollar-quoted texts, numbers. */
const values = /\bE'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$|(?<![\w$"])\d+(?:\.\d+)?(?![\w"])/gi;

/** A statement without the values the ORM has written into it: they are what people wrote. */
export const withoutValues = (sql: string): string => sql.replace(values, '?');
