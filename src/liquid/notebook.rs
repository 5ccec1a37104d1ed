//! A Jupyter notebook as HTML: its texts, its code, and what the code has put out. [`html`] is the entrance.
//!
//! Follows the notebook format 4 (nbformat): a cell's `source` and an output's data are texts or lists of lines.

use super::data::Data;
use super::run::Run;
use crate::html::Html;

/// The cells in order. Texts are Markdown; code is highlighted later, as any code.
pub fn html(run: &mut Run, notebook: &Data) -> Html {
    let path = |value: Option<&Data>, key: &str| value.and_then(|value| value.get(key)).cloned();
    let metadata = notebook.get("metadata");
    let language = path(path(metadata, "language_info").as_ref(), "name")
        .or_else(|| path(path(metadata, "kernelspec").as_ref(), "language"))
        .map_or_else(|| "python".into(), |language| language.show());
    let mut out = Html::new();
    out.open("div", &[("class", "jupyter-notebook")]);
    for cell in notebook.get("cells").and_then(Data::items).unwrap_or_default() {
        let source = cell.get("source").map(Data::show).unwrap_or_default();
        let kind = cell.get("cell_type").map(Data::show).unwrap_or_default();
        match &*kind {
            "markdown" => {
                let text = run.markdown(&source);
                out.element("div", &[("class", "jp-markdown-cell")], &Html::from_author(text));
            }
            "code" => {
                out.open("div", &[("class", "jp-code-cell")]);
                let class = ["language-", &*language, " highlighter-rouge"].concat();
                out.open("div", &[("class", &class)]);
                out.open("div", &[("class", "highlight")]);
                preformatted(&mut out, "highlight", &source);
                out.close("div");
                out.close("div");
                for output in cell.get("outputs").and_then(Data::items).unwrap_or_default() {
                    push_output(run, &mut out, &output);
                }
                out.close("div");
            }
            _ => preformatted(&mut out, "jp-raw-cell", &source),
        }
    }
    out.close("div");
    out
}

fn preformatted(out: &mut Html, class: &str, text: &str) {
    let mut code = Html::new();
    code.element("code", &[], &Html::from_text(text));
    out.element("pre", &[("class", class)], &code);
}

/// The richest form of an output that can be shown.
fn push_output(run: &mut Run, out: &mut Html, output: &Data) {
    let data = |kind: &str| output.get("data").and_then(|data| data.get(kind)).map(Data::show);
    out.open("div", &[("class", "jp-output")]);
    if let Some(html) = data("text/html").or_else(|| data("image/svg+xml")) {
        out.push(&Html::from_author(&*html));
    } else if let Some((kind, image)) =
        ["image/png", "image/jpeg", "image/gif"].into_iter().find_map(|kind| Some((kind, data(kind)?)))
    {
        let image: String = image.split_whitespace().collect();
        let address = ["data:", kind, ";base64,", &image].concat();
        out.open("img", &[("src", &address), ("alt", "")]);
    } else if let Some(text) = data("text/markdown").or_else(|| data("text/latex")) {
        let text = run.markdown(&text);
        out.push(&Html::from_author(text));
    } else if let Some(text) = data("text/plain").or_else(|| output.get("text").map(Data::show)) {
        preformatted(out, "jp-text-output", &text);
    } else if let Some(name) = output.get("ename") {
        let value = output.get("evalue").map(Data::show).unwrap_or_default();
        preformatted(out, "jp-error-output", &[&*name.show(), ": ", &value].concat());
    }
    out.close("div");
}
