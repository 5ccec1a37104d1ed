//! Tags and blocks that Jekyll and al-folio's plugins add to Liquid: [`Run::other_tag`] and [`Run::custom`].

use super::data::Data;
use super::expression::Expression;
use super::filters;
use super::parse::Block;
use super::run::Run;
use crate::html::{Href, Html};

impl Run<'_> {
    /// Writes what a tag stands for.
    ///
    /// # Errors
    /// If nobody knows the tag, or it cannot do what it is told.
    pub fn other_tag(&mut self, name: &str, markup: &str) -> Result<(), String> {
        match name {
            "include" | "include_cached" => self.include(markup),
            "include_relative" => self.include_relative(markup),
            "link" => self.link(markup),
            "post_url" => self.post_url(markup),
            "file_exists" => self.file_exists(markup),
            "twitter" => self.twitter(markup),
            "jupyter_notebook" => self.notebook(markup),
            // kramdown makes the table.
            "toc" => {
                self.write("\n\n* toc\n{:toc}\n\n");
                Ok(())
            }
            // al-folio's plugins ask other servers how often a work is cited; this is what they say where none answers.
            "google_scholar_citations" | "inspirehep_citations" => {
                self.write("N/A");
                Ok(())
            }
            // What these plugins add belongs to the page around a post.
            "seo" | "feed_meta" => Ok(()),
            "else" | "elsif" | "when" => Err(["`", name, "` stands in no block"].concat()),
            _ if name.starts_with("end") => {
                let block = name.get(3..).unwrap_or("");
                Err(["`", name, "` ends no `", block, "`"].concat())
            }
            _ => Err(["the Liquid tag `", name, "` is not known"].concat()),
        }
    }

    /// Writes a block that Liquid itself does not know.
    pub fn custom(&mut self, name: &str, markup: &str, block: &Block) {
        match name {
            "highlight" => self.highlight(markup, block),
            "details" => {
                // al-folio's plugin: both parts are Markdown.
                let summary = self.interpolated(markup);
                let summary = self.markdown(summary.trim());
                let text = self.captured(|run| run.block(block));
                let content = self.markdown(&text);
                let summary = filters::without_paragraph(&summary);
                self.write(&["<details><summary>", summary, "</summary>", &content, "</details>"].concat());
            }
            "mermaid" => {
                // jekyll-mermaid and jekyll-diagrams: the page draws it as it draws a fence.
                let source = self.captured(|run| run.block(block));
                let mut html = Html::new();
                html.open("pre", &[]);
                html.element(
                    "code",
                    &[("class", "language-mermaid")],
                    &Html::from_text(source.trim_matches('\n')),
                );
                html.close("pre");
                self.write(html.as_str());
            }
            "tabs" => self.tabs(markup, block),
            _ => self.tab(markup, block),
        }
    }

    /// Jekyll's `highlight`: code in Rouge's elements, with numbers where `linenos` asks for them.
    fn highlight(&mut self, markup: &str, block: &Block) {
        let code = self.captured(|run| run.block(block));
        let code = code.trim_matches(['\n', '\r']);
        // In a template code comes of values, whose markup is escaped already.
        let shown = match self.plain {
            true => Html::from_author(filters::escaped_once(code)),
            false => Html::from_text(code),
        };
        let mut words = markup.split_whitespace();
        let language = words.next().unwrap_or("").to_ascii_lowercase();
        let numbered = words.any(|word| word == "linenos" || word.starts_with("linenos="));
        let mut html = Html::new();
        // The page marks these lines: docs/extras.md.
        let marked = markup.split_once("mark_lines=\"").and_then(|(_, lines)| lines.split('"').next());
        let attributes = [("class", "highlight"), ("data-mark-lines", marked.unwrap_or(""))];
        html.open("figure", if marked.is_some() { &attributes } else { &attributes[..1] });
        html.open("pre", &[]);
        let class = ["language-", &language.replace('+', "-")].concat();
        html.open("code", &[("class", &class), ("data-lang", &language)]);
        if numbered {
            html.open("table", &[("class", "rouge-table")]);
            html.open("tbody", &[]);
            html.open("tr", &[]);
            html.open("td", &[("class", "gutter gl")]);
            html.open("pre", &[("class", "lineno")]);
            for line in 1..=code.lines().count() {
                html.push_text(&line.to_string());
                html.push_text("\n");
            }
            html.close("pre");
            html.close("td");
            html.open("td", &[("class", "code")]);
            html.open("pre", &[]);
            html.push(&shown);
            html.push_text("\n");
            html.close("pre");
            ["td", "tr", "tbody", "table"].into_iter().for_each(|name| html.close(name));
        } else {
            html.push(&shown);
        }
        ["code", "pre", "figure"].into_iter().for_each(|name| html.close(name));
        // Jekyll writes it on lines of its own, so that blocks begin behind it.
        let line_end = if self.plain { "" } else { "\n" };
        self.write(&[line_end, html.as_str(), line_end].concat());
    }

    /// jekyll-tabs' `tabs NAME`: a list of labels and a list of contents.
    fn tabs(&mut self, markup: &str, block: &Block) {
        let group = self.interpolated(markup);
        let group = filters::slugify(group.trim(), None);
        let outer = self.tabs.replace(Vec::new());
        let before = self.tab_groups;
        self.tab_groups += 1;
        self.captured(|run| run.block(block));
        let tabs = std::mem::replace(&mut self.tabs, outer).unwrap_or_default();
        let mut html = Html::new();
        let id = [&*group, "-", &before.to_string()].concat();
        html.open("ul", &[("id", &group), ("class", "tab"), ("data-tab", &id), ("data-name", &group)]);
        for (at, (label, _)) in tabs.iter().enumerate() {
            let class = if at == 0 { "active" } else { "" };
            let item = [&*group, "-", &filters::slugify(label, None)].concat();
            html.open("li", &[("class", class), ("id", &item)]);
            html.element("a", &[("href", "#")], &Html::from_text(label));
            html.close("li");
        }
        html.close("ul");
        html.open("ul", &[("class", "tab-content"), ("id", &id), ("data-name", &group)]);
        for (at, (_, content)) in tabs.iter().enumerate() {
            let content = self.markdown(content);
            html.element(
                "li",
                &[("class", if at == 0 { "active" } else { "" })],
                &Html::from_author(content),
            );
        }
        html.close("ul");
        self.write(html.as_str());
    }

    /// `tab NAME LABEL` inside `tabs`.
    fn tab(&mut self, markup: &str, block: &Block) {
        let markup = self.interpolated(markup);
        let label =
            markup.trim().split_once(char::is_whitespace).map_or(markup.trim(), |(_, label)| label.trim());
        let label = label.trim_matches(['"', '\'']).to_string();
        let content = self.captured(|run| run.block(block));
        if let Some(tabs) = self.tabs.as_mut().filter(|tabs| tabs.len() < 1000) {
            tabs.push((label, content));
        }
    }

    /// Jekyll's `link PATH`: the address of a file of the site.
    fn link(&mut self, markup: &str) -> Result<(), String> {
        let path = self.interpolated(markup);
        let path = path.trim().trim_start_matches('/');
        let page = path.strip_prefix("_posts/").or(path.strip_prefix("posts/"));
        let page = page.or(Some(path).filter(|path| path.starts_with("_pages/")));
        let name =
            page.map(|page| page.strip_suffix(".md").or(page.strip_suffix(".markdown")).unwrap_or(page));
        let address = name.map_or_else(|| path.into(), |name| self.post_address(name));
        let address = self.relative_url(&address);
        self.write(&address);
        Ok(())
    }

    /// Jekyll's `post_url NAME`: the address of a post.
    fn post_url(&mut self, markup: &str) -> Result<(), String> {
        let name = self.interpolated(markup);
        let name = name.trim().trim_start_matches('/');
        if crate::route::PostName::parse(name).is_none() {
            return Err(["post_url: `", name, "` is no name of a post"].concat());
        }
        let address = self.post_address(name);
        let address = self.relative_url(&address);
        self.write(&address);
        Ok(())
    }

    /// al-folio's `file_exists PATH`: `true` or `false`.
    fn file_exists(&mut self, markup: &str) -> Result<(), String> {
        let path = self.interpolated(markup);
        let path = path.trim().trim_matches(['"', '\'']);
        let shown = if self.text_file(&[path.into()]).is_some() { "true" } else { "false" };
        self.write(shown);
        Ok(())
    }

    /// jekyll-twitter-plugin's `twitter ADDRESS`: a quotation with a link, without Twitter's script.
    fn twitter(&mut self, markup: &str) -> Result<(), String> {
        let markup = self.interpolated(markup);
        let address = markup.split_whitespace().next().unwrap_or("");
        let href = Href::parse(address).ok_or("twitter: this is no address")?;
        let mut link = Html::new();
        link.element("a", &[("href", href.as_str())], &Html::from_text(address));
        let mut html = Html::new();
        html.element("blockquote", &[("class", "twitter-tweet")], &link);
        self.write(&["<div class=\"jekyll-twitter-plugin\">", html.as_str(), "</div>"].concat());
        Ok(())
    }

    /// jekyll-jupyter-notebook's `jupyter_notebook PATH`: the notebook's cells with their outputs.
    fn notebook(&mut self, markup: &str) -> Result<(), String> {
        let path = self.interpolated(markup);
        // A variable may hold the path, with the site's `baseurl` before it.
        let path = match self.expression(&Expression::parse(&path)) {
            Data::Text(value) => value.to_string(),
            _ => path,
        };
        let base = self.relative_url("/");
        let path = path.trim();
        let path = path.strip_prefix(&base).unwrap_or(path).trim_start_matches('/').to_string();
        let Some(notebook) = self.yaml_file(std::slice::from_ref(&path)) else {
            return if self.is_pending() {
                Ok(())
            } else {
                Err(["the file `", &path, "` is not there"].concat())
            };
        };
        let html = super::notebook::html(self, &notebook);
        self.write(html.as_str());
        Ok(())
    }
}
