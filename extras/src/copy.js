/** Puts `text` on the clipboard, also where the page is not served over HTTPS; resolves to whether it worked. */
export async function copy(text, near) {
  if (isSecureContext && navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'copied-text';
  near.after(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  near.focus();
  return done;
}
