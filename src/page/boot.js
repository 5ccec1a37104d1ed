// The page's only inline script. It asks for everything that the first view needs together with the
// program: what is asked for only when the program runs costs the reader another round trip.
(() => {
  const { js, wasm } = document.currentScript.dataset;
  const words = (name) => document.querySelector(`meta[name="postil:${name}"]`).content.match(/\S+/g) ?? [];
  const post = (new URLSearchParams(location.search).get("post") ?? "").replace(/\.md$/, "");
  // A part of what route.rs takes for a name: a path below posts/, and nothing else.
  const isName = /^(?:[\p{L}\p{N}_~-][\p{L}\p{N}_~.-]*(?:\/(?!$)|$))+$/u.test(post) && post.length <= 200;
  const own = words("own-requests").filter((pair) => pair.startsWith(`${post}=`)).map((pair) => pair.slice(post.length + 1));
  const isBib = (path) => path.endsWith(".bib");
  const usual = words("first-requests").filter((path) => !isBib(path) || !own.some(isBib));
  const needs = [`posts/${post}.md`, ...usual, ...own];
  for (const href of isName ? needs : post ? [] : ["site.yml", "posts/index.json"]) {
    const script = href.endsWith(".js");
    const kind = script ? { rel: "modulepreload" } : { rel: "preload", as: "fetch", crossOrigin: "" };
    document.head.append(Object.assign(document.createElement("link"), { ...kind, href }));
  }
  // A figure of al-folio names pictures in several sizes that only its own build makes: without them, the picture itself.
  const plain = ({ target }) => target.closest?.("picture")?.querySelectorAll("source").forEach((source) => source.remove());
  document.addEventListener("error", plain, true);
  // What the program loads on demand: modules by their names, initialised once.
  const modules = {};
  globalThis.postil = {
    modules,
    load: async (path) => {
      const module = await import(new URL(path, document.baseURI).href);
      await module.default?.();
      modules[path.replace(".js", "")] = module;
    },
  };
  import(js).then((page) => page.default({ module_or_path: wasm })).catch((error) => {
    document.querySelector(".loading")?.replaceChildren(`This page could not be started (${error.message}). Reload to try again.`);
  });
})();
