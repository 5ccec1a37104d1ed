// WebKit for the tests: WebKitGTK's MiniBrowser, driven over WebDriver (https://www.w3.org/TR/webdriver2/). open() starts
// one with a page that has of Playwright's methods those that our tests use, and no other; a missing one is a TypeError.
//
// Where WebDriver has no word for something, the page does it itself: whatever is looked up or waited for is one script
// (in-page.js) that runs there.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The programs, as Debian's package webkit2gtk-driver has them. */
const DRIVER = 'WebKitWebDriver';
const BROWSER = ['x86_64', 'aarch64'].map((kind) => `/usr/lib/${kind}-linux-gnu/webkit2gtk-4.1/MiniBrowser`).find((path) => existsSync(path));
const IN_PAGE = readFileSync(new URL('in-page.js', import.meta.url), 'utf8');
/** A script that keeps what went wrong in a page, since WebDriver does not tell. */
export const WATCH = readFileSync(new URL('watch.js', import.meta.url), 'utf8');
const KEYS = {
  Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Escape: '\uE00C', End: '\uE010', Home: '\uE011',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Backspace: '\uE003', Space: ' ',
};
const STRATEGIES = { commit: 'none', domcontentloaded: 'eager', load: 'normal' };
// Without a window manager that window has the focus which is below the pointer, and that rests in the middle of the screen.
const CENTRE = [800, 700];
const TIMEOUT = 10_000;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// One screen and one message bus for all pages; both end with this program, which holds their input open.
let surroundings;
const surround = () => surroundings ??= new Promise((done, failed) => {
  const inside = [process.execPath, '-e', 'console.log(JSON.stringify(process.env)); process.stdin.resume()'];
  const command = ['--', 'xvfb-run', '--auto-servernum', '--server-args', `-screen 0 ${2 * CENTRE[0]}x${2 * CENTRE[1]}x24`, ...inside];
  const screen = spawn('dbus-run-session', command, { stdio: ['pipe', 'pipe', 'ignore'] });
  screen.on('error', failed);
  createInterface(screen.stdout).once('line', (said) => {
    // The user of containers is root, whom WebKit's sandbox refuses.
    done({ env: { ...JSON.parse(said), WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }, end: () => screen.stdin.end() });
  });
});

/** Ends what the pages had in common. */
export const close = async () => (await surroundings)?.end();

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/**
 * Opens an empty page for a reader whose system says `colorScheme` and `reducedMotion`, in a window of the size
 * `viewport`. `waitUntil` is when an address counts as opened.
 */
export async function open({ viewport, colorScheme = 'light', reducedMotion = 'no-preference', waitUntil = 'load' }) {
  const settings = await mkdtemp(join(tmpdir(), 'postil-webkit-'));
  await mkdir(join(settings, 'gtk-3.0'));
  await writeFile(join(settings, 'gtk-3.0/settings.ini'), `[Settings]\ngtk-enable-animations=${reducedMotion === 'reduce' ? 0 : 1}\n`);
  const env = { ...(await surround()).env, XDG_CONFIG_HOME: settings };
  const port = await freePort();
  const driver = spawn(DRIVER, [`--port=${port}`], { env, stdio: 'ignore' });
  process.once('exit', () => driver.kill());
  const send = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message} (${method} ${path})`);
    return value;
  };
  await eventually(() => send('GET', '/status').then(() => true, () => false));
  // Without its bars, which no window of a telephone's width has room for.
  const args = ['--automation', '--full-screen', ...(colorScheme === 'dark' ? ['--dark-mode'] : [])];
  const options = { 'webkitgtk:browserOptions': { binary: BROWSER, args }, pageLoadStrategy: STRATEGIES[waitUntil] };
  const { sessionId } = await send('POST', '/session', { capabilities: { alwaysMatch: options } });
  const command = (method, path, body) => send(method, `/session/${sessionId}/${path}`, body);
  const page = new Page(command, async () => {
    await send('DELETE', `/session/${sessionId}`).catch(() => {});
    driver.kill();
    await rm(settings, { recursive: true, force: true });
  });
  await page.setViewportSize(viewport);
  return page;
}

/** Asks until the answer is true. */
async function eventually(ask, timeout = TIMEOUT, what = ask) {
  for (const end = Date.now() + timeout; ; await pause(40)) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${timeout} ms: ${what}`);
  }
}

/** What both pages and elements are looked up in. */
class Place {
  locator(css) { return this.step({ css }); }
  getByText(text, { exact } = {}) { return this.step({ text: pattern(text, exact) }); }
  getByRole(role, { name, exact, level } = {}) { return this.step({ role, level, name: name && pattern(name, exact) }); }
  getByPlaceholder(text) { return this.locator(`[placeholder*="${text}"]`); }
  getByLabel(name) { return this.step({ label: pattern(name) }); }
}

/** A text that is to be found, as Playwright takes it: anywhere and in any case, or exactly, or a regular expression. */
const pattern = (text, exact = false) => text instanceof RegExp ? { source: text.source, flags: text.flags } : { text, exact };

class Page extends Place {
  #command;
  #end;
  #url = '';
  problems = [];
  keyboard = { press: (keys) => this.#press(keys) };
  mouse = {
    move: (x, y) => this.#point('mouse', x, y),
    wheel: (deltaX, deltaY) => this.#actions('wheel', {}, [{ type: 'scroll', x: 20, y: 20, deltaX, deltaY }]),
  };
  touchscreen = { tap: (x, y) => this.#point('touch', x, y, true) };

  constructor(command, end) {
    super();
    this.#command = command;
    this.#end = end;
  }

  step(step) { return new Locator(this, [step]); }
  url() { return this.#url; }
  title() { return this.evaluate(() => document.title); }
  getAttribute(css, name) { return this.locator(css).getAttribute(name); }
  context() { return { close: () => this.close() }; }
  close() { return this.#end(); }

  async goto(url) {
    await this.#command('POST', 'url', { url });
    await this.call('nothing').catch(() => {});
  }

  async goBack() { await this.#command('POST', 'back', {}); }
  async goForward() { await this.#command('POST', 'forward', {}); }
  async reload() { await this.#command('POST', 'refresh', {}); }
  async setViewportSize({ width, height }) {
    await this.#command('POST', 'window/rect', { x: Math.round(CENTRE[0] - width / 2), y: Math.round(CENTRE[1] - height / 2), width, height });
  }

  waitForTimeout(milliseconds) { return pause(milliseconds); }
  waitForLoadState() { return this.waitForFunction(() => document.readyState === 'complete'); }

  async screenshot({ path, fullPage }) {
    const [width, height, whole] = await this.evaluate(() => [innerWidth, innerHeight, document.documentElement.scrollHeight]);
    if (fullPage) await this.setViewportSize({ width, height: whole });
    await writeFile(path, Buffer.from(await this.#command('GET', 'screenshot'), 'base64'));
    if (fullPage) await this.setViewportSize({ width, height });
  }

  /** Calls one of the functions of in-page.js; what went wrong in the page meanwhile comes back with the answer. */
  async call(name, given = [], own = 'null') {
    const script = `${IN_PAGE}\nconst [name, given, done] = arguments;\ninPage(name, given, (${own})).then(done);`;
    const answer = await this.#command('POST', 'execute/async', { script, args: [name, given] });
    this.#url = answer.url;
    this.problems.push(...answer.problems);
    if (answer.error) throw new Error(answer.error);
    return answer.value;
  }

  evaluate(script, argument) { return this.call('evaluate', [argument], script); }

  waitForFunction(script, argument, { timeout = TIMEOUT } = {}) {
    // The document may just be changing.
    return eventually(() => this.evaluate(script, argument).catch(() => false), timeout, script);
  }

  async #actions(type, parameters, actions) {
    await this.#command('POST', 'actions', { actions: [{ type, id: parameters.pointerType ?? type, parameters, actions }] });
    await this.call('nothing').catch(() => {});
  }

  #press(keys) {
    const values = keys.split(/\+(?=.)/).map((key) => KEYS[key] ?? key);
    const down = values.map((value) => ({ type: 'keyDown', value }));
    const up = values.toReversed().map((value) => ({ type: 'keyUp', value }));
    return this.#actions('key', {}, [...down, ...up]);
  }

  #point(pointerType, x, y, click = false) {
    const actions = [{ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 20 }];
    if (click) actions.push({ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 });
    return this.#actions('pointer', { pointerType }, actions);
  }

  /** Moves the pointer to the middle of an element that is there to be seen, or to a `position` in it, and may press. */
  async pointAt(steps, { position, click = false, pointerType = 'mouse' } = {}) {
    const { x, y } = await eventually(() => this.call('point', [steps, position]), TIMEOUT, JSON.stringify(steps));
    await this.#point(pointerType, x, y, click);
  }
}

/** Elements, found anew for whatever is done to them: the first one's, where only one can be meant. */
class Locator extends Place {
  #page;
  #steps;

  constructor(page, steps) {
    super();
    this.#page = page;
    this.#steps = steps;
  }

  step(step) { return new Locator(this.#page, [...this.#steps, step]); }
  nth(nth) { return this.step({ nth }); }
  first() { return this.nth(0); }
  last() { return this.nth(-1); }
  filter({ visible, hasText }) { return this.step({ visible, hasText: hasText && pattern(hasText) }); }
  count() { return this.evaluateAll((all) => all.length); }
  allTextContents() { return this.evaluateAll((all) => all.map((one) => one.textContent)); }
  async all() { return Array.from({ length: await this.count() }, (_, at) => this.nth(at)); }
  evaluateAll(script, argument) { return this.#page.call('evaluateAll', [this.#steps, argument], script); }

  /** What `script` says of the first element, as soon as there is one. */
  async evaluate(script, argument) {
    await eventually(() => this.count(), TIMEOUT, JSON.stringify(this.#steps));
    return this.first().evaluateAll(`(all, argument) => (${script})(all[0], argument)`, argument);
  }

  textContent() { return this.evaluate((one) => one.textContent); }
  innerText() { return this.evaluate((one) => one.innerText); }
  innerHTML() { return this.evaluate((one) => one.innerHTML); }
  inputValue() { return this.evaluate((one) => one.value); }
  getAttribute(name) { return this.evaluate((one, name) => one.getAttribute(name), name); }
  focus() { return this.evaluate((one) => one.focus()); }
  scrollIntoViewIfNeeded() { return this.evaluate((one) => one.scrollIntoView({ block: 'nearest' })); }
  isVisible() { return this.#page.call('isVisible', [this.#steps]); }

  boundingBox() {
    return this.evaluate((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  waitFor({ state = 'visible', timeout = TIMEOUT } = {}) {
    const tests = {
      visible: () => this.isVisible(),
      hidden: async () => !(await this.isVisible()),
      attached: () => this.count(),
      detached: async () => (await this.count()) === 0,
    };
    return eventually(() => tests[state]().catch(() => false), timeout, `${state} ${JSON.stringify(this.#steps)}`);
  }

  hover() { return this.#page.pointAt(this.#steps); }
  click(options) { return this.#page.pointAt(this.#steps, { ...options, click: true }); }
  tap() { return this.#page.pointAt(this.#steps, { click: true, pointerType: 'touch' }); }

  async fill(text) {
    await this.waitFor();
    return this.evaluate((field, text) => {
      field.focus();
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, text);
  }

  selectOption(value) {
    return this.evaluate((select, value) => {
      select.value = value;
      for (const event of ['input', 'change']) select.dispatchEvent(new Event(event, { bubbles: true }));
    }, value);
  }
}
