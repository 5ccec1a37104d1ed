/** What a block of JSON says; where it is none, the reason with its line. */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec(error.message)?.[1]);
    const line = Number.isInteger(at) ? text.slice(0, at).split('\n').length : null;
    throw new Error(`it is no JSON${line ? ` (line ${line} of the block)` : ''}: ${error.message}`);
  }
}
