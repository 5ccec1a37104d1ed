// The page's only inline script. It asks for everything that the first view needs together with the
// program: what is asked for only when the program runs costs the reader another round trip, and what has arrived
// by then is there at once. Where the page is written, the reader sees that first and all this follows. It also knows the
// reader's choice of colours before anything is painted, and loads what only some posts need (extras/).
//
// Programs are fetched here and not by <link rel="preload">: WebKit fetches what it has preloaded once more.
(() => {
  const { js, wasm, extras } = document.currentScript.dataset;
  const meta = (name) => document.querySelector(`meta[name="postil:${name}"]`);
  const words = (name) => meta(name).content.match(/\S+/g) ?? [];
  // The site's folder. Written relative to this page; the address bar changes as the reader goes on.
  const root = meta("root");
  root.content = new URL(root.content, location.href).href;
  const at = (path) => new URL(path, root.content).href;
  const html = document.documentElement;
  const query = new URLSearchParams(location.search);
  const asked = query.get("post");
  const work = query.get("work");
  let written = meta("page").content;
  // What stands here is not what the address asks for.
  const older = query.get("page") > 1 && /^(home)?$/.test(written) && +query.get("page");
  let elsewhere = Boolean((asked || work || older) && written);
  html.classList.toggle("elsewhere", elsewhere);
  const post = (asked || written.match(/^post (.*)/)?.[1] || "").replace(/\.md$/, "");
  // A part of what route.rs takes for a name: a path below posts/, and nothing else.
  const isName = /^(?:[\p{L}\p{N}_~-][\p{L}\p{N}_~.-]*(?:\/(?!$)|$))+$/u.test(post) && post.length <= 200;
  // What the post needs besides what all need, and in the front page the address of its written page.
  const ownRequests = () => words("own-requests").filter((pair) => pair.startsWith(`${post}=`)).map((pair) => pair.slice(post.length + 1));
  const isPage = (path) => /(\/|\.html)$/.test(path);
  const parsed = new Promise((done) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", done);
    else done();
  });
  // What `postil index` has added to a page's head: for search engines, reference managers, previews.
  const added = ({ head: { childNodes } }) => {
    const nodes = [...childNodes];
    const [from, to] = ["postil", "/postil"].map((name) => nodes.findIndex(({ nodeType, data }) => nodeType === Node.COMMENT_NODE && data === name));
    return from < 0 ? [] : nodes.slice(from + 1, to);
  };
  // A post that is asked for by its name, and whose page is written, is that page: it takes this one's place, with its address.
  const turn = async (path) => {
    const answer = await fetch(at(path));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const about = (name) => page.querySelector(`meta[name="${name}"]`)?.content;
    if (!answer.ok || about("postil:page") !== `post ${post}`) return;
    await parsed;
    history.replaceState(history.state, "", at(path) + location.hash);
    for (const name of ["postil:page", "postil:own-requests", "description"]) document.querySelector(`meta[name="${name}"]`).content = about(name);
    for (const node of added(document)) node.remove();
    document.querySelector("title").after(...added(page));
    document.title = page.title;
    html.lang = page.documentElement.lang;
    html.dir = page.documentElement.dir;
    document.body.replaceWith(page.body);
    html.classList.remove("elsewhere");
    written = `post ${post}`;
    elsewhere = false;
  };
  // What was written is complete as it stands: it waits for its style sheet and for nothing else.
  const show = async () => {
    await parsed;
    for (const styled of document.querySelectorAll("[data-style]")) styled.style.cssText = styled.dataset.style;
    performance.mark(written.startsWith("post ") ? "article-ready" : "index-ready");
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].filter(({ sheet }) => !sheet);
    await Promise.all(sheets.map((link) => new Promise((done) => { link.onload = link.onerror = done; })));
  };
  // Modules that the program loads on demand, by their files, initialised once.
  const modules = {};
  const load = async (path) => {
    const [module, module_or_path] = await Promise.all([import(at(path)), fetch(at(path.replace(".js", "_bg.wasm")))]);
    await module.default({ module_or_path });
    modules[path] = module;
  };
  // A file's bytes, or the status of the answer, 0 without one; a module has none.
  const ask = async (path, fresh) => {
    try {
      if (path.endsWith(".js")) return await load(path).then(() => new Uint8Array());
      const answer = await fetch(at(path), { cache: fresh ? "no-store" : "default" });
      return answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : answer.status;
    } catch { return 0; }
  };
  // What is asked for before the program is there: what is on its way, and what has arrived.
  const first = [];
  const coming = {};
  const arrived = {};
  const start = async () => {
    // The program first: it is the largest, and preparing to import its loader takes a while.
    const program = Promise.all([fetch(at(wasm)), import(at(js))]);
    const own = ownRequests().filter((path) => !isPage(path));
    const isBib = (path) => path.endsWith(".bib");
    const usual = words("first-requests").filter((path) => !isBib(path) || !own.some(isBib));
    if (isName) first.push(`posts/${post}${/\.html$/.test(post) ? "" : ".md"}`, ...usual, ...own);
    else if (!post) first.push("site.yml", ...usual.filter((path) => path.endsWith(".txt")));
    if (!post && /^(home)?$/.test(written) && !work) first.push(`posts/index${older ? `-${older}` : ""}.json`);
    for (const path of first) {
      coming[path] = ask(path).then((answer) => {
        delete coming[path];
        return arrived[path] = answer;
      });
    }
    // The browser reads its tables of the order of texts when they are first asked for, which takes a while: until the
    // program is here there is time.
    if (!written || elsewhere) parsed.then(() => new Intl.Collator());
    try {
      const [module_or_path, page] = await program;
      await page.default({ module_or_path });
    } catch (error) {
      document.querySelector(".loading")?.replaceChildren(`This page could not be started (${error.message}). Reload to try again.`);
    }
  };
  globalThis.postil = {
    answer: (path, request) => modules[path].answer(request),
    load,
    asked: () => first.join("\n"),
    arrived: (path) => arrived[path],
    ask: (path, fresh) => coming[path] ?? ask(path, fresh),
  };
  (async () => {
    const page = elsewhere && asked && !work && isName && !asked.endsWith(".md") && ownRequests().find(isPage);
    // Without it, the post is made of its file.
    if (page) await turn(page).catch(console.warn);
    if (written && written !== "missing" && !elsewhere) await show();
    // The browser has looked for it in what stood here before.
    if (page && location.hash) location.replace(location.hash);
    await start();
  })();
  // What is asked for is on its way: all else comes after it, and before anything is painted.
  const paint = (scheme) => { html.dataset.theme = scheme; };
  // A browser may refuse to keep anything.
  try { paint(localStorage.getItem("theme") ?? ""); } catch { /* as the system */ }
  addEventListener("change", ({ target }) => {
    if (!target.matches(".scheme")) return;
    paint(target.value);
    try { localStorage.setItem("theme", target.value); } catch { /* until the page is left */ }
  });
  // Safari before 26.2 does not tell when scrolling has ended, which the program wants to know.
  if (!("onscrollend" in globalThis)) {
    let end;
    addEventListener("scroll", () => {
      clearTimeout(end);
      end = setTimeout(() => dispatchEvent(new Event("scrollend")), 150);
    });
  }
  // WebKit makes a displayed formula as wide as it is, whatever its style says: what stands around it scrolls.
  const frame = () => {
    for (const formula of document.querySelectorAll(':not(.formula) > math[display="block"]')) {
      const place = document.createElement("div");
      place.className = "formula";
      formula.replaceWith(place);
      place.append(formula);
    }
  };
  const isWebKit = navigator.vendor.startsWith("Apple");
  if (isWebKit) addEventListener("DOMContentLoaded", frame);
  const more = (what) => extras && import(at(extras)).then((parts) => parts[what]()).catch(console.warn);
  new PerformanceObserver(() => {
    if (isWebKit) frame();
    const choice = document.querySelector(".scheme");
    if (choice) choice.value = html.dataset.theme;
    if (document.querySelector("pre,code.highlighter-rouge:not(.language-plaintext),script[type^=text],[data-zoomable],[data-lightbox],.spotlight,.venobox,.pswp-gallery,img-comparison-slider,swiper-container,ul.tab,span.emoji,ul.works,.cite-this-post,.post-styles,.comments,#bibsearch,.publications .hidden,.bibliography .hidden,.more-authors")) more("enhance");
  }).observe({ type: "mark", buffered: true });
  for (const move of ["scroll", "pointermove", "keydown"]) addEventListener(move, () => more("read"), { once: true });
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey ? key !== "k" || event.altKey : key !== "/" || target.closest?.("input,textarea,select,[contenteditable]")) return;
    event.preventDefault();
    more("search");
  });
  addEventListener("click", ({ target }) => target.closest?.(".search") && more("search"));
  // A figure of al-folio names pictures in several sizes that only its own build makes: without them, the picture itself.
  const plain = ({ target }) => target.closest?.("picture")?.querySelectorAll("source").forEach((source) => source.remove());
  document.addEventListener("error", plain, true);
})();
