// The page's only inline script. It asks for everything that the first view needs at once with the
// program: what is requested only when the program runs would cost the reader another round trip.
(() => {
  const { js, wasm } = document.currentScript.dataset;
  const name = new URLSearchParams(location.search).get("post");
  // As in route.rs: a path below posts/, and nothing else.
  const isPath = /^(?!\.)[\p{L}\p{N}_.-]+(?:\/(?!\.)[\p{L}\p{N}_.-]+)*$/u.test(name) && name.length < 200;
  const always = document.querySelector('meta[name="postil:first-requests"]').content.split(" ");
  for (const href of name && isPath ? [`posts/${name}.md`, ...always] : ["site.yml", "posts/index.json"]) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }));
  }
  import(js).then((page) => page.default({ module_or_path: wasm }));
})();
