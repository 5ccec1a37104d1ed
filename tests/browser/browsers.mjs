// The browsers that the tests run in: launch() starts Chromium, or Firefox where `POSTIL_BROWSER` says `firefox`;
// `CHROMIUM` and `FIREFOX` name their programs, by default the system's. With `webkit` it is WebKit: webkit.mjs.
import { existsSync } from 'node:fs';
import { chromium, firefox } from 'playwright-core';

/** Whether the tests run in Firefox, or in WebKit. */
export const inFirefox = process.env.POSTIL_BROWSER === 'firefox';
export const inWebKit = process.env.POSTIL_BROWSER === 'webkit';

/** What the browser cannot be told over its protocol: why a test that needs it is skipped, or false. */
export const cannot = {
  touch: (inFirefox || inWebKit) && 'this browser has no touch over its protocol',
  print: (inFirefox || inWebKit) && 'this browser cannot be told to print to the screen',
  change: inWebKit && 'over WebDriver a page has one colour scheme, and runs no scripts of ours before its own',
  hurry: inWebKit && 'over WebDriver nobody acts on a page before all of it is loaded',
  blind: inWebKit && 'without scripts WebDriver sees nothing',
};

const SYSTEM = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
};
const installed = (name) => SYSTEM[name].find((path) => existsSync(path));

/**
 * Starts the browser for readers whose system says `colorScheme` and `reducedMotion`.
 *
 * Firefox is the stock one, over WebDriver BiDi. It says so by its preferences: it has no command for that, which
 * Playwright sends all the same, so that its refusal counts for nothing.
 */
export async function launch({ colorScheme = 'light', reducedMotion = 'no-preference' } = {}) {
  if (!inFirefox) {
    return chromium.launch({
      executablePath: process.env.CHROMIUM ?? installed('chromium'),
      timeout: 60_000,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    });
  }
  const browser = await firefox.launch({
    executablePath: process.env.FIREFOX ?? installed('firefox'),
    channel: 'moz-firefox',
    timeout: 60_000,
    firefoxUserPrefs: {
      'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
      'ui.prefersReducedMotion': reducedMotion === 'reduce' ? 1 : 0,
      // As in Chromium's tests, where the permission is given.
      'dom.events.testing.asyncClipboard': true,
    },
  });
  const session = Object.getPrototypeOf(browser._connection.toImpl(browser)._browserSession);
  const { send } = session;
  session.send = async function (method, parameters) {
    try {
      return await send.call(this, method, parameters);
    } catch (error) {
      if (/unknown command/.test(error.message)) return {};
      throw error;
    }
  };
  return browser;
}
