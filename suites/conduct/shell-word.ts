/** A word for a POSIX shell. */
export const shellWord = (word: string) => (/^[\w./:=@,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
