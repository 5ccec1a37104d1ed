// Styles as they are dropped into csl/: their order, their parents, their languages, notes and abbreviations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready, site, visit } from './site.mjs';

/** A style of the language `language` that sorts the works of a citation by their names. */
const style = (language, kind = 'author-date') => `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="${kind === 'note' ? 'note' : 'in-text'}" version="1.0" default-locale="${language}">
  <info><title>A style of the tests</title><id>http://www.zotero.org/styles/own</id><category citation-format="${kind}"/></info>
  <citation><sort><key variable="author"/></sort><layout delimiter="; " suffix="${kind === 'note' ? '.' : ''}"><names variable="author"><name form="short"/></names></layout></citation>
  <bibliography>
    <layout suffix="."><names variable="author"><name name-as-sort-order="all"/></names>
      <text variable="container-title" form="short" prefix=", "/><text term="and" prefix=", "/></layout>
  </bibliography>
</style>`;

const locale = (language, and) => `<?xml version="1.0" encoding="utf-8"?>
<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="${language}"><terms><term name="and">${and}</term></terms></locale>`;

const WORKS = ['Zorn', 'Öberg', 'Åberg', 'Olsen'].map((name, at) => `@article{k${at}, author={${name}, A.}, title={T}, journal={Journal of Rivers}, year=2001}`).join('\n');

const files = (scholar, more = {}) => ({
  'posts/x.md': '---\nlayout: post\ntitle: X\nrelated_publications: true\n---\nSee {% cite k0 k1 k2 k3 %}.',
  'posts/papers.bib': WORKS,
  'site.yml': `title: T\nscholar:\n  bibliography: papers.bib\n  style: own\n${scholar}`,
  ...more,
});

async function references(t, all) {
  const page = await visit(t, await site(t, all), '?post=x');
  await ready(page);
  assert.deepEqual(page.problems, []);
  return { page, citation: (await page.locator('.post-content p').first().textContent()).trim(), texts: (await page.locator('li.reference').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim()) };
}

test('works are in the order of the style’s language, whose words come with it', async (t) => {
  const swedish = await references(t, files('', { 'csl/own.csl': style('sv-SE'), 'csl/locales-sv-SE.xml': locale('sv-SE', 'och') }));
  assert.equal(swedish.citation, 'See Olsen; Zorn; Åberg; Öberg.');
  assert.match(swedish.texts[0], /, och\.$/);
  const german = await references(t, files('', { 'csl/own.csl': style('de-DE'), 'csl/locales-de-DE.xml': locale('de-DE', 'und') }));
  assert.equal(german.citation, 'See Åberg; Öberg; Olsen; Zorn.');
  assert.match(german.texts[0], /, und\.$/);
});

test('a dependent style brings its parent, and its own language', async (t) => {
  const dependent = `<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="de-DE">
  <info><title>Depends</title><id>http://www.zotero.org/styles/child</id>
    <link href="http://www.zotero.org/styles/own" rel="independent-parent"/></info>
</style>`;
  const all = files('', { 'csl/child.csl': dependent, 'csl/own.csl': style('sv-SE'), 'csl/locales-de-DE.xml': locale('de-DE', 'und') });
  all['site.yml'] = all['site.yml'].replace('style: own', 'style: child');
  const { citation, texts } = await references(t, all);
  assert.equal(citation, 'See Åberg; Öberg; Olsen; Zorn.');
  assert.match(texts[0], /, und\.$/);
});

test('abbreviations that the site names stand for what they abbreviate', async (t) => {
  const list = JSON.stringify({ default: { 'container-title': { 'Journal of Rivers': 'J. Rivers' } } });
  const { texts } = await references(t, files('  locale: en\n  abbreviations: csl/short.json\n', { 'csl/own.csl': style('en-US'), 'csl/short.json': list }));
  assert.match(texts[0], /, J\. Rivers, and\.$/);
});

test('citations of a style of notes are footnotes with popovers', async (t) => {
  const { page } = await references(t, files('  locale: en\n', { 'csl/own.csl': style('en-US', 'note') }));
  const note = page.locator('.footnotes li').first();
  assert.match(await note.textContent(), /^\s*Åberg; Öberg; Olsen; Zorn\./);
  await page.locator('.post-content sup a').first().hover();
  await page.locator('.citation-popover, .footnote-popover, [popover]').filter({ hasText: 'Åberg' }).first().waitFor();
});
