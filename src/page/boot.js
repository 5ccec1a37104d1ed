// The page's only inline script. It asks for everything that the first view needs together with the
// program: what is asked for only when the program runs costs the reader another round trip.
(() => {
  const { js, wasm } = document.currentScript.dataset;
  const meta = (name) => document.querySelector(`meta[name="postil:${name}"]`);
  const words = (name) => meta(name).content.match(/\S+/g) ?? [];
  // The site's folder. Written relative to this page; the address bar changes as the reader goes on.
  const root = meta("root");
  root.content = new URL(root.content, location.href).href;
  const at = (path) => new URL(path, root.content).href;
  const written = meta("page").content;
  const asked = new URLSearchParams(location.search).get("post");
  // What stands here is not what the address asks for.
  document.documentElement.classList.toggle("elsewhere", Boolean(asked && written));
  const post = (asked || written.match(/^post (.*)/)?.[1] || "").replace(/\.md$/, "");
  // A part of what route.rs takes for a name: a path below posts/, and nothing else.
  const isName = /^(?:[\p{L}\p{N}_~-][\p{L}\p{N}_~.-]*(?:\/(?!$)|$))+$/u.test(post) && post.length <= 200;
  const own = words("own-requests").filter((pair) => pair.startsWith(`${post}=`)).map((pair) => pair.slice(post.length + 1));
  const isBib = (path) => path.endsWith(".bib");
  const usual = words("first-requests").filter((path) => !isBib(path) || !own.some(isBib));
  const needs = [`posts/${post}.md`, ...usual, ...own];
  const list = /^(home)?$/.test(written) ? ["site.yml", "posts/index.json"] : ["site.yml"];
  for (const path of isName ? needs : post ? [] : list) {
    const kind = path.endsWith(".js") ? { rel: "modulepreload" } : { rel: "preload", as: "fetch", crossOrigin: "" };
    const link = Object.assign(document.createElement("link"), { ...kind, href: at(path) });
    link.dataset.path = path;
    document.head.append(link);
  }
  // What the program loads on demand: modules by their names, initialised once.
  const modules = {};
  globalThis.postil = {
    modules,
    load: async (path) => {
      const module = await import(at(path));
      await module.default?.();
      modules[path.replace(".js", "")] = module;
    },
  };
  import(at(js)).then((page) => page.default({ module_or_path: at(wasm) })).catch((error) => {
    document.querySelector(".loading")?.replaceChildren(`This page could not be started (${error.message}). Reload to try again.`);
  });
})();
