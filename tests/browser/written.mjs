// Sites whose pages the native command has written: written() is one, `skip` says why there is none.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { site } from './site.mjs';

const run = promisify(execFile);
const program = (kind) => fileURLToPath(new URL(`../../target/${kind}/postil`, import.meta.url));
const POSTIL = process.env.POSTIL ?? [program('debug'), program('native')].find((path) => existsSync(path));

/** Why a test that needs written pages cannot run, or false. */
export const skip = POSTIL ? false : 'the native command is not built';

/** A site (see site.mjs) whose pages were written after `files` were laid over it; `index(...options)` writes them again. */
export async function written(t, files = {}) {
  const blog = await site(t, files);
  const memory = `${blog.root}-memory`;
  t.after(() => rm(memory, { recursive: true, force: true }));
  const index = async (...options) => (await run(POSTIL, ['index', blog.root, '--cache', memory, ...options])).stderr;
  await index();
  blog.requests.length = 0;
  return { ...blog, index };
}
