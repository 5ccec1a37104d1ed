// Every kind of page that a reader can see, for the tests that look at all of them: FILES is what a site needs for
// that beside the demo blog, PAGES where they are and how to know that they are complete.
import { ready } from './site.mjs';

const wide = Array.from({ length: 12 }, (_, at) => `Column ${at + 1}`);
const row = (cells) => `| ${cells.join(' | ')} |`;

const READING = `---
layout: post
title: What reading needs, in a title that is long enough to break into several lines on a telephone
date: 2026-10-01 12:00:00 +0000
last_updated: 2026-10-05
description: Tabs, notes, pictures, and what is wider than a telephone.
tags: [reading]
categories: [notes]
toc:
  beginning: true
citation: true
related_publications: true
authors:
  - name: Ada Lovelace
  - name: Charles Babbage
---

A text with a note[^note], **strong** and *stressed* words, \`code\`, <kbd>Ctrl</kbd>, <mark>marked</mark>, ~~deleted~~ and [a link](https://example.org/). It cites {% cite shannon1940genetics lamport1978time %}, and a key that nobody knows: {% cite no-such-key %}.

[^note]: The note itself, with *a stress* and [a link](https://example.org/note).

## Tabs

{% tabs languages %}

{% tab languages Rust %}
\`\`\`rust
fn main() { println!("a line of code that is certainly wider than any telephone, whatever its owner says about it"); }
\`\`\`
{% endtab %}

{% tab languages Python %}
\`\`\`python
print("short")
\`\`\`
{% endtab %}

{% endtabs %}

## What is wide

${row(wide)}
${row(wide.map(() => '---:'))}
${row(wide.map((_, at) => String(at * 1234.5)))}
${row(wide.map((_, at) => `value ${at}`))}

$$
\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi} \\qquad \\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6} \\qquad \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}^{-1} = \\frac{1}{ad - bc} \\begin{pmatrix} d & -b \\\\ -c & a \\end{pmatrix}
$$

An address without a place to break: <https://example.org/a-very-long-address-without-any-spaces/that-goes-on-and-on-and-on/until-it-is-wider-than-a-telephone>, and a word: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.

## A picture

{% include figure.liquid path="posts/picture.svg" class="img-fluid rounded" zoomable=true alt="Two hills under a sun" caption="Two hills under a sun." %}

> A quotation, which stands apart.
>
> > And one inside it.

### Smaller things

Term
: What it means.

Another
: What that means, in more words than fit into one line of a column that is as wide as this one.

1. one
2. two
   - inside
   - and another
3. three

- [x] done
- [ ] open

<details markdown="1">
<summary>More</summary>

Hidden until it is asked for.
</details>

> #### TIP
>
> A quotation that says what it is for.
{: .block-tip }

> #### WARNING
>
> Another.
{: .block-warning }

> #### DANGER
>
> And the last.
{: .block-danger }

* * *

The end.
`;

const RTL = `---
layout: post
title: الساعات بلا زمن
date: 2026-10-02 12:00:00 +0000
description: ما الذي يمكن أن يخبرنا به ختم زمني وما لا يمكنه.
lang: ar
tags: [اختبار]
categories: [notes]
toc:
  sidebar: left
related_publications: true
---

الأحداث مرتبة جزئيا فقط {% cite lamport1978time %}، وهذا يكفي للاستبعاد المتبادل {% cite lamport1978time knuth1984texbook %}. وهذه حاشية[^n].

[^n]: نص الحاشية.

## قوائم

- البند الأول
- البند الثاني
  1. رقم واحد
  2. رقم اثنان

> اقتباس يقف جانبا عن النص.

## جدول ومعادلة

| الكمية | الرمز | القيمة |
|--------|:-----:|------:|
| سرعة الضوء | $$c$$ | 299792458 |

$$\\frac{1}{2} + \\sqrt{x^2 + 1}$$

\`\`\`python
print("code reads from the left")
\`\`\`

${'نص طويل يملأ السطور حتى يظهر كيف تنكسر الأسطر في اتجاه القراءة من اليمين إلى اليسار. '.repeat(12)}
`;

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><rect width="800" height="400" fill="#9ecbe0"/><circle cx="620" cy="110" r="50" fill="#f6d365"/><path d="M0 400C200 150 320 150 480 400z" fill="#55835c"/><path d="M300 400C500 190 640 190 800 400z" fill="#3e6b4a"/></svg>';

/** What is laid over the demo blog. */
export const FILES = {
  'posts/2026-10-01-reading.md': READING,
  'posts/2026-10-02-clocks.md': RTL,
  'posts/picture.svg': PICTURE,
  'posts/broken.md': '---\ntitle: A: B: "c\nlayout: post\n---\nThe text is there all the same.\n',
  'posts/alone.md': '---\nlayout: post\ntitle: Without its works\nbibliography: nothing.bib\n---\nIt cites {% cite somebody %}.\n',
};

const popover = async (page) => {
  await page.locator('a.citation').first().focus();
  await page.locator('.citation-popover .reference').waitFor();
};
const text = (page) => page.locator('main h1').waitFor();
const complete = async (page) => {
  await ready(page);
  // What the parts of extras/ add.
  await page.waitForTimeout(1500);
};

/** Each with its name, its address, and what to wait for. */
export const PAGES = [
  { name: 'list', address: '', shown: (page) => ready(page, 'index-ready') },
  { name: 'tag', address: 'blog/tag/demo/', shown: text },
  { name: 'category', address: 'blog/category/notes/', shown: text },
  { name: 'year', address: 'blog/2026/', shown: text },
  { name: 'works', address: 'works/', shown: text },
  { name: 'work', address: 'works/lamport1978time/', shown: text },
  { name: 'publications', address: 'publications/', shown: complete },
  { name: 'post', address: 'blog/2026/everything-at-once/', shown: complete },
  { name: 'post-raw', address: '?post=2026-11-16-reading-multimodal-models.md', shown: complete },
  { name: 'popover', address: 'blog/2026/everything-at-once/', shown: async (page) => { await complete(page); await popover(page); } },
  { name: 'reading', address: 'blog/2026/reading/', shown: complete },
  { name: 'footnote', address: 'blog/2026/reading/', shown: async (page) => { await complete(page); await page.locator('a.footnote').hover(); await page.locator('.footnote-popover').waitFor(); } },
  { name: 'picture', address: 'blog/2026/reading/', shown: async (page) => { await complete(page); await page.locator('img[data-zoomable]').click(); await page.locator('.lightbox').waitFor(); } },
  { name: 'search', address: 'blog/2026/reading/', shown: async (page) => {
    await complete(page);
    await page.keyboard.press('/');
    await page.locator('.search-box input').fill('citation');
    await page.locator('.search-box [role=option]').first().waitFor();
  } },
  { name: 'code', address: 'blog/2026/code-and-diagrams/', shown: async (page) => { await complete(page); await page.waitForTimeout(5000); } },
  { name: 'rtl', address: 'blog/2026/clocks/', shown: complete },
  { name: 'rtl-popover', address: 'blog/2026/clocks/', shown: async (page) => { await complete(page); await popover(page); } },
  { name: 'not-found', address: '?post=nothing', shown: text },
  { name: 'broken', address: '?post=broken', shown: complete },
  { name: 'alone', address: '?post=alone', shown: complete },
];
