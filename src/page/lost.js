// Only in 404.html, which a server gives for every address that does not exist: the site's folder is the one
// above that address which has the program. Then everything goes on as on any page.
(() => {
  const { css } = document.currentScript.dataset;
  const boot = document.querySelector("script[data-js]");
  const parts = location.pathname.split("/").slice(0, -1).slice(0, 12);
  const folders = parts.map((_, at) => `${location.origin}${parts.slice(0, at + 1).join("/")}/`);
  const look = async (folder) => {
    const answer = await fetch(new URL(boot.dataset.js, folder), { method: "HEAD" });
    if (!answer.ok || !/javascript/.test(answer.headers.get("content-type"))) throw new Error("not here");
    return folder;
  };
  const found = (folder) => {
    document.querySelector('meta[name="postil:root"]').content = folder;
    for (const path of css.match(/\S+/g) ?? []) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(path, folder).href }));
    }
    const script = document.createElement("script");
    Object.assign(script.dataset, boot.dataset);
    script.textContent = boot.textContent;
    boot.replaceWith(script);
  };
  const lost = () => document.querySelector(".loading").replaceChildren("There is no such page.");
  Promise.any(folders.map(look)).then(found, lost);
})();
