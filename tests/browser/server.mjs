// A plain static file server, as any host would be. serve() starts one for a folder.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.wasm': 'application/wasm', '.md': 'text/markdown; charset=utf-8',
  '.bib': 'text/plain; charset=utf-8', '.yml': 'text/yaml; charset=utf-8', '.csl': 'application/xml',
  '.xml': 'application/xml', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
};

/** The name of the script that every page runs first. */
const WATCH = 'watch.js';

/**
 * Serves `root` below `folder` (such as `/notes/blog/`) on a free port of this machine.
 *
 * Resolves to { url, requests, behave(path, behaviour), lost(path), close() }. `url` is the address of the folder; `requests`
 * lists the paths asked for so far, relative to it. A behaviour is { status } to answer with that status,
 * { delay } to wait so many milliseconds first, { drop: true } to break the connection, or nothing to be
 * served as usual again; it may be set while a page is open. lost() names the file that is sent, with status 404,
 * for what is not there. `watch`, if it is given, is a script that every page runs first.
 */
export async function serve(root, folder = '/', watch = '') {
  const behaviours = new Map();
  const requests = [];
  let lost;
  let lostStatus = 404;
  const answer = async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (!path.startsWith(folder)) return response.writeHead(404).end();
    const name = path.slice(folder.length);
    if (watch && name === WATCH) return response.writeHead(200, { 'content-type': TYPES['.js'] }).end(watch);
    requests.push(name);
    const { status, delay, drop } = behaviours.get(name) ?? {};
    if (delay) await new Promise((done) => setTimeout(done, delay).unref());
    if (drop) return request.socket.destroy();
    const file = status ? null : await find(resolve(root), name);
    if (!file && lost) {
      return response.writeHead(lostStatus, { 'content-type': TYPES['.html'] }).end(await read(join(root, lost)));
    }
    if (!file) return response.writeHead(status ?? 404, { 'content-type': 'text/plain' }).end('not to be had\n');
    const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : await read(file));
  };
  const read = async (file) => {
    const bytes = await readFile(file);
    if (!watch || extname(file) !== '.html') return bytes;
    return String(bytes).replace('<head>', `<head><script src="${folder}${WATCH}"></script>`);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}${folder}`,
    requests,
    lost: (path, status = 404) => { [lost, lostStatus] = [path, status]; },
    behave: (path, behaviour) => behaviours.set(path, behaviour),
    close: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}

async function find(root, name) {
  const path = resolve(root, name);
  if (path !== root && !path.startsWith(root + sep)) return null;
  for (const candidate of [path, join(path, 'index.html')]) {
    const about = await stat(candidate).catch(() => null);
    if (about?.isFile()) return candidate;
  }
  return null;
}
