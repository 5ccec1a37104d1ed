// The page's only inline script. It asks for everything that the first view needs together with the
// program: what is asked for only when the program runs costs the reader another round trip.
(() => {
  const { js, wasm } = document.currentScript.dataset;
  const post = (new URLSearchParams(location.search).get("post") ?? "").replace(/\.md$/, "");
  const home = ["site.yml", "posts/index.json"];
  const always = document.querySelector('meta[name="postil:first-requests"]').content.split(" ");
  // A part of what route.rs takes for a name: a path below posts/, and nothing else.
  const isName = /^(?:[\p{L}\p{N}_~-][\p{L}\p{N}_~.-]*(?:\/(?!$)|$))+$/u.test(post) && post.length <= 200;
  for (const href of isName ? [`posts/${post}.md`, ...always] : post ? [] : home) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }));
  }
  import(js).then((page) => page.default({ module_or_path: wasm }));
})();
