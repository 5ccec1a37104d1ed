// The first script of every page in WebKit: it keeps what goes wrong, which in-page.js gives to webkit.mjs, and what was
// copied, since a page may not read the clipboard there.
{
  const watched = globalThis.watched = [];
  for (const [name, type] of [['error', 'error'], ['warn', 'warning']]) {
    const say = console[name];
    console[name] = (...what) => {
      watched.push(`${type}: ${what.join(' ')}`);
      say.apply(console, what);
    };
  }
  addEventListener('error', ({ message }) => message && watched.push(`uncaught: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => watched.push(`uncaught: ${reason}`));
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
    watched.push(`policy: ${effectiveDirective} ${blockedURI} ${sample}`);
  });
  const { clipboard } = navigator;
  const write = clipboard.writeText.bind(clipboard);
  let copied = '';
  clipboard.writeText = async (text) => {
    await write(text);
    copied = text;
  };
  clipboard.readText = async () => copied;
}
