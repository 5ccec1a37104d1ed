//! Runs a tree: outputs, variables, conditions, loops. [`post`] and [`template`] are the entrances.

use std::rc::Rc;

use super::SCHOLAR;
use super::budget::Budget;
use super::data::Data;
use super::exchange::{Item, Outcome, Request};
use super::expression::{Chain, Comparison, Condition, Expression, Test, Variable};
use super::filters;
use super::parse::{self, Block, Cycle, Kind, Loop, Node};
use super::site;
use crate::placeholder::{self, END, INSERT};
use crate::yaml::Value;

/// Runs a post; `now` is the time of `site.time`.
pub fn post(request: &Request, now: i64) -> Outcome {
    let mut run = Run::new(&request.file);
    run.answers = &request.answers;
    run.set_global("page", site::page(Data::from_yaml(&request.page), &request.file));
    run.set_global("site", site::with_time(Data::from_yaml(&request.site), now));
    run.lines.push((0, request.first_line));
    let tree = run.parse(&request.body, request.first_line);
    run.block(&tree);
    let mut outcome = run.finish();
    // What a tag at the end has made is not beyond the post.
    let last = request.first_line + request.body.matches('\n').count();
    outcome.lines.push((outcome.text.matches('\n').count() + 1, last));
    outcome
}

/// Renders a template; what is not understood shows as it is written.
pub fn template(template: &str, context: &Value) -> (String, Vec<String>) {
    let mut run = Run::new("");
    if let Value::Mapping(pairs) = context {
        pairs.iter().for_each(|(name, value)| run.set_global(name, Data::from_yaml(value)));
    }
    run.plain = true;
    let tree = run.parse(template, 1);
    run.block(&tree);
    (run.out, run.messages.into_iter().map(|(_, _, message)| message).collect())
}

/// Variables by name; later ones hide earlier ones.
type Scope = Vec<(Rc<str>, Data)>;

/// What stops a loop.
#[derive(Clone, Copy, PartialEq)]
pub enum Interrupt {
    Break,
    Continue,
}

/// The state of the interpreter.
pub struct Run<'r> {
    /// What has been written.
    pub out: String,
    /// Mistakes and tags show as written, not as items.
    plain: bool,
    /// The file of the tree that runs.
    pub file: Rc<str>,
    /// The line of the node that runs.
    pub line: usize,
    /// The outermost holds what `assign` sets.
    pub scopes: Vec<Scope>,
    /// `page`, `site`, and the counters of `increment`.
    globals: Scope,
    pub budget: Budget,
    pub interrupt: Option<Interrupt>,
    /// How many blocks and includes are open.
    pub depth: usize,
    /// The post's own text is written straight to the end: its lines are worth noting.
    pub straight: bool,
    cycles: Vec<(Rc<str>, usize)>,
    /// Where each loop stopped, for `offset: continue`.
    offsets: Vec<(String, i64)>,
    /// What `ifchanged` has shown last.
    changed: Option<String>,
    answers: &'r [(String, Value)],
    wants: Vec<String>,
    pub items: Vec<Item>,
    messages: Vec<(String, usize, String)>,
    lines: Vec<(usize, usize)>,
    /// The lines written up to the place in `out`.
    counted: (usize, usize),
    /// The file of the post.
    pub post_file: Rc<str>,
    /// Includes that were read.
    pub includes: Vec<(Rc<str>, Rc<Block>)>,
    /// Answers as values, by their wants.
    pub read: Vec<(String, Data)>,
    /// The tabs of the open `tabs`: label and content.
    pub tabs: Vec<(String, String)>,
    pub tab_groups: usize,
}

impl<'r> Run<'r> {
    fn new(file: &str) -> Self {
        Run {
            out: String::new(),
            plain: false,
            file: file.into(),
            line: 1,
            scopes: vec![Scope::new()],
            globals: Scope::new(),
            budget: Budget::default(),
            interrupt: None,
            depth: 0,
            straight: true,
            cycles: Vec::new(),
            offsets: Vec::new(),
            changed: None,
            answers: &[],
            wants: Vec::new(),
            items: Vec::new(),
            messages: Vec::new(),
            lines: Vec::new(),
            counted: (0, 0),
            post_file: file.into(),
            includes: Vec::new(),
            read: Vec::new(),
            tabs: Vec::new(),
            tab_groups: 0,
        }
    }

    fn finish(mut self) -> Outcome {
        if self.budget.is_spent() {
            self.message("Liquid has done too much here, the rest of the post is left out".into());
        }
        Outcome {
            text: whole_placeholders(self.out, self.items.len()),
            items: self.items,
            messages: self.messages,
            lines: self.lines,
            wants: self.wants,
        }
    }

    /// Reads a template that stands in the current file.
    pub fn parse(&mut self, text: &str, first_line: usize) -> Block {
        let mut mistakes = Vec::new();
        let tree = parse::parse(text, first_line, &mut mistakes);
        for (line, message) in mistakes {
            self.messages.push((self.file.to_string(), line, message));
        }
        tree
    }

    /// Tells the author.
    pub fn message(&mut self, message: String) {
        let place = (self.file.to_string(), self.line, message);
        if !self.messages.contains(&place) && self.messages.len() < 1000 {
            self.messages.push(place);
        }
    }

    /// A mistake, shown where it stands.
    pub fn mistake(&mut self, source: &str, message: String) {
        self.message(message.clone());
        if self.plain {
            self.write(source);
        } else {
            let item = Item { markup: source.into(), message, line: self.line, ..Item::default() };
            self.item(item);
        }
    }

    /// Leaves something for a later stage.
    pub fn item(&mut self, item: Item) {
        if !self.budget.write(item.markup.len() + item.message.len() + 16) {
            return;
        }
        self.out.push(INSERT);
        self.out.push_str(&self.items.len().to_string());
        self.out.push(END);
        self.items.push(item);
    }

    /// Writes text.
    pub fn write(&mut self, text: &str) {
        if self.budget.write(text.len()) {
            self.out.push_str(text);
        }
    }

    /// What `run` writes, instead of writing it.
    pub fn captured(&mut self, run: impl FnOnce(&mut Self)) -> String {
        let out = std::mem::take(&mut self.out);
        let straight = std::mem::replace(&mut self.straight, false);
        run(self);
        self.straight = straight;
        std::mem::replace(&mut self.out, out)
    }

    /// What the request has for a want; the want is noted where it has nothing.
    pub fn answer(&mut self, want: String) -> Option<&'r Value> {
        let found = self.answers.iter().find(|(asked, _)| *asked == want);
        if found.is_none() && !self.wants.contains(&want) && self.wants.len() < 200 {
            self.wants.push(want);
        }
        found.map(|(_, answer)| answer)
    }

    /// Whether something was wanted that may still come.
    pub fn is_pending(&self) -> bool {
        !self.wants.is_empty()
    }

    /// The text that answers a want; empty as long as there is none.
    pub fn answer_text(&mut self, want: String) -> Option<String> {
        self.answer(want).and_then(Value::as_str).map(|text| placeholder::clean(text).into_owned())
    }

    fn set_global(&mut self, name: &str, value: Data) {
        match self.globals.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, old)) => *old = value,
            None => self.globals.push((name.into(), value)),
        }
    }

    /// Sets a variable for the rest of the post.
    pub fn assign(&mut self, name: &Rc<str>, value: Data) {
        let Some(scope) = self.scopes.first_mut() else { return };
        match scope.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => scope.push((name.clone(), value)),
        }
    }

    /// The value of a variable.
    pub fn variable(&self, name: &str) -> Data {
        let scopes = self.scopes.iter().rev().chain([&self.globals]);
        let found = scopes.flat_map(|scope| scope.iter().rev()).find(|(known, _)| &**known == name);
        found.map_or(Data::Nil, |(_, value)| value.clone())
    }

    /// Calls `run` with these variables besides the others.
    pub fn with_scope(&mut self, scope: Scope, run: impl FnOnce(&mut Self)) {
        self.scopes.push(scope);
        run(self);
        self.scopes.pop();
    }

    /// Runs all nodes of a block, up to a `break` or `continue`.
    pub fn block(&mut self, block: &Block) {
        if self.depth > parse::DEPTH {
            self.message("blocks and includes are nested too deeply".into());
            return;
        }
        self.depth += 1;
        for node in &block.nodes {
            if self.interrupt.is_some() || !self.budget.spend(1) {
                break;
            }
            self.line = node.line;
            if node.is_blank_block() {
                self.captured(|run| run.node(node));
            } else {
                self.node(node);
            }
        }
        self.depth -= 1;
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(text) | Kind::Raw(text) => {
                self.note_line(node.line);
                self.write(text);
            }
            Kind::Output(chain) => self.output(node, chain),
            Kind::Assign(name, chain) => match self.chain(chain) {
                Ok(value) => self.assign(name, value),
                Err(message) => self.mistake(&node.source, message),
            },
            Kind::Capture(name, block) => {
                let text = self.captured(|run| run.block(block));
                self.assign(name, Data::text(&text));
            }
            Kind::If(branches) => self.branches(node, branches),
            Kind::Case(value, branches) => self.case(value, branches),
            Kind::For(table, repeat) => self.repeat(*table, repeat),
            Kind::Cycle(cycle) => self.cycle(cycle),
            Kind::Count(name, step) => self.count(name, *step),
            Kind::Break => self.interrupt = Some(Interrupt::Break),
            Kind::Continue => self.interrupt = Some(Interrupt::Continue),
            Kind::IfChanged(block) => {
                let text = self.captured(|run| run.block(block));
                if self.changed.as_ref() != Some(&text) {
                    // It was paid for when it was captured.
                    self.out.push_str(&text);
                    self.changed = Some(text);
                }
            }
            Kind::Custom(name, markup, block) => self.custom(name, markup, block),
            Kind::Tag(name, markup) => self.tag(node, name, markup),
            Kind::Broken(message) => {
                // What only looks like a tag is text.
                if node.source.starts_with("{{") && node.source.len() == 2 || node.source.len() == 2 {
                    self.message(message.clone());
                    self.write(&node.source);
                } else {
                    self.mistake(&node.source, message.clone());
                }
            }
        }
    }

    fn output(&mut self, node: &Node, chain: &Chain) {
        match self.chain(chain) {
            Ok(Data::Text(text)) => self.write(&text),
            Ok(value) => {
                if self.budget.spend(value.weight()) {
                    self.write(&value.show());
                }
            }
            Err(message) => self.mistake(&node.source, message),
        }
    }

    /// A tag that Liquid itself does not know.
    fn tag(&mut self, node: &Node, name: &str, markup: &str) {
        if self.plain || !SCHOLAR.contains(&name) {
            if let Err(message) = self.other_tag(name, markup) {
                self.line = node.line;
                self.mistake(&node.source, message);
            }
            return;
        }
        let mut markup = self.interpolated(markup);
        if name != "bibliography" && name != "bibliography_count" {
            markup = self.dereferenced(&markup);
        }
        self.item(Item { name: name.into(), markup, message: String::new(), line: node.line });
    }

    /// A tag's markup with its `{{ outputs }}` in place.
    pub fn interpolated(&mut self, markup: &str) -> String {
        let mut out = String::new();
        let mut rest = markup;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inner, behind)) = after.split_once("}}") else { break };
            out.push_str(before);
            match self.chain(&Chain::parse(inner)) {
                Ok(value) => out.push_str(&value.show()),
                Err(message) => self.message(message),
            }
            rest = behind;
        }
        out.push_str(rest);
        self.budget.write(out.len());
        out
    }

    /// The keys before a tag's options, those that name variables replaced by their values.
    fn dereferenced(&mut self, markup: &str) -> String {
        let mut out = String::new();
        let mut rest = markup;
        loop {
            let word = rest.trim_start();
            let length = word.find(char::is_whitespace).unwrap_or(word.len());
            let (key, after) = word.split_at_checked(length).unwrap_or((word, ""));
            if key.is_empty() || key.starts_with('-') {
                out.push_str(word);
                return out;
            }
            match self.expression(&Expression::parse(key)) {
                Data::Text(value) if !key.starts_with(['"', '\'']) => out.push_str(&value),
                Data::List(list) => {
                    let keys: Vec<Rc<str>> = list.items.iter().map(Data::show).collect();
                    out.push_str(&keys.join(" "));
                }
                _ => out.push_str(key),
            }
            out.push(' ');
            rest = after;
        }
    }

    /// The value of an expression.
    pub fn expression(&mut self, expression: &Expression) -> Data {
        match expression {
            Expression::Literal(value) => value.clone(),
            Expression::Range(bounds) => {
                let (from, to) = (self.expression(&bounds.0).to_int(), self.expression(&bounds.1).to_int());
                Data::Range(from, to)
            }
            Expression::Variable(variable) => self.lookup(variable),
        }
    }

    fn lookup(&mut self, variable: &Variable) -> Data {
        let name = self.expression(&variable.name).show();
        let mut value = self.variable(&name);
        let mut before: Rc<str> = name;
        for (at, step) in variable.path.iter().enumerate() {
            let key = self.expression(&step.key);
            if let Data::Map(map) = &value {
                self.budget.spend(1 + map.pairs.len() / 16);
            }
            let found = match at {
                0 if &*before == "site" => self.site_file(&value, &key.show()),
                1 if &*before == "site.data" => self.data_file(&value, &key.show()),
                _ => None,
            };
            value = match found {
                Some(value) => value,
                None => property(&value, &key, step.dotted),
            };
            before = if at == 0 { [&*before, ".", &*key.show()].concat().into() } else { "".into() };
        }
        value
    }

    /// A value with its filters applied.
    pub fn chain(&mut self, chain: &Chain) -> Result<Data, String> {
        let mut value = self.expression(&chain.value);
        for filter in &chain.filters {
            let arguments: Vec<Data> =
                filter.arguments.iter().map(|argument| self.expression(argument)).collect();
            let weight = arguments.iter().map(Data::weight).sum::<usize>() + value.weight();
            if !self.budget.spend(weight) {
                return Ok(Data::Nil);
            }
            value = filters::apply(self, &filter.name, value, &arguments)?;
            let length = if let Data::Text(text) = &value { text.len() / 8 } else { value.weight() };
            self.budget.write(length);
        }
        Ok(value)
    }

    fn branches(&mut self, node: &Node, branches: &[(Option<(bool, Condition)>, Block)]) {
        for (condition, block) in branches {
            let holds = match condition {
                None => Ok(true),
                Some((unless, condition)) => self.condition(condition).map(|holds| holds != *unless),
            };
            match holds {
                Ok(true) => return self.block(block),
                Ok(false) => {}
                Err(message) => return self.mistake(&node.source, message),
            }
        }
    }

    /// Whether a condition holds: from the right, as Ruby's Liquid joins them.
    pub fn condition(&mut self, condition: &Condition) -> Result<bool, String> {
        let mut test = &condition.first;
        for (and, next) in &condition.rest {
            // `a and rest` needs the rest only if `a` holds, `a or rest` only if it does not.
            let holds = self.test(test)?;
            if holds != *and {
                return Ok(holds);
            }
            test = next;
        }
        self.test(test)
    }

    fn test(&mut self, test: &Test) -> Result<bool, String> {
        let left = self.expression(&test.left);
        let Some((comparison, right)) = &test.right else { return Ok(left.is_truthy()) };
        let right = self.expression(right);
        self.budget.spend(left.weight().min(right.weight()) + 1);
        if *comparison == Comparison::Contains {
            self.budget.spend(left.weight());
        }
        compare(&left, *comparison, &right)
    }

    fn case(&mut self, value: &Expression, branches: &[(Option<Vec<Expression>>, Block)]) {
        let value = self.expression(value);
        let mut found = false;
        for (values, block) in branches {
            match values {
                None if found => {}
                None => self.block(block),
                // Each value that agrees shows the block, as in Ruby.
                Some(values) => {
                    for expected in values {
                        if self.expression(expected).equals(&value) {
                            found = true;
                            self.block(block);
                        }
                    }
                }
            }
        }
    }

    /// The items that a loop goes through.
    fn loop_items(&mut self, repeat: &Loop) -> Vec<Data> {
        let collection = self.expression(&repeat.collection);
        let option = |name: &str| repeat.options.iter().rev().find(|(key, _)| &**key == name);
        let key = [&*repeat.variable, "-", &*repeat.name].concat();
        let from = match option("offset") {
            Some((_, Expression::Variable(variable))) if is_continue(variable) => {
                self.offsets.iter().find(|(name, _)| *name == key).map_or(0, |(_, offset)| *offset)
            }
            Some((_, offset)) => self.expression(offset).to_int(),
            None => 0,
        };
        let limit =
            option("limit").map(|(_, limit)| self.expression(limit)).filter(|limit| limit.is_truthy());
        let mut items = match &collection {
            // A text is one item, whatever the limits.
            Data::Text(text) if text.is_empty() => return Vec::new(),
            Data::Text(_) => return vec![collection],
            Data::Range(first, last)
                if !self.budget.spend(last.saturating_sub(*first).max(0) as usize / 4) =>
            {
                Vec::new()
            }
            _ => collection.items().unwrap_or_default(),
        };
        self.budget.spend(items.len());
        let start = usize::try_from(from).unwrap_or(0).min(items.len());
        items.drain(..start);
        if let Some(limit) = limit {
            // A negative offset makes the end earlier, as in Ruby.
            let end = limit.to_int().saturating_add(from.min(0));
            items.truncate(usize::try_from(end).unwrap_or(0));
        }
        if repeat.reversed {
            items.reverse();
        }
        let offset = from + items.len() as i64;
        match self.offsets.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = offset,
            None => self.offsets.push((key, offset)),
        }
        items
    }

    fn repeat(&mut self, table: bool, repeat: &Loop) {
        let items = self.loop_items(repeat);
        if table {
            return self.table(repeat, &items);
        }
        if items.is_empty() {
            if let Some(otherwise) = &repeat.otherwise {
                self.block(otherwise);
            }
            return;
        }
        let parent = self.variable("forloop");
        let name: Rc<str> = [&*repeat.variable, "-", &*repeat.name].concat().into();
        let length = items.len();
        for (at, item) in items.into_iter().enumerate() {
            if !self.budget.spend(10) {
                break;
            }
            let mut pairs = counters(at, length);
            pairs.push(("name".into(), Data::Text(name.clone())));
            pairs.push(("parentloop".into(), parent.clone()));
            let scope = vec![(repeat.variable.clone(), item), ("forloop".into(), Data::map(pairs))];
            self.with_scope(scope, |run| run.block(&repeat.body));
            if self.interrupt.take() == Some(Interrupt::Break) {
                break;
            }
        }
    }

    fn table(&mut self, repeat: &Loop, items: &[Data]) {
        let columns = repeat.options.iter().find(|(key, _)| &**key == "cols");
        let columns = columns.map_or(0, |(_, columns)| self.expression(columns).to_int());
        let columns = usize::try_from(columns).ok().filter(|columns| *columns > 0).unwrap_or(usize::MAX);
        self.write("<tr class=\"row1\">\n");
        for (at, item) in items.iter().enumerate() {
            if !self.budget.spend(10) {
                break;
            }
            let column = at % columns;
            let last = column + 1 == columns;
            let mut pairs = counters(at, items.len());
            let number = |number: usize| Data::Int(number as i64);
            pairs.extend([
                ("col".into(), number(column + 1)),
                ("col0".into(), number(column)),
                ("row".into(), number(at / columns + 1)),
                ("col_first".into(), Data::Bool(column == 0)),
                ("col_last".into(), Data::Bool(last)),
            ]);
            self.write(&["<td class=\"col", &(column + 1).to_string(), "\">"].concat());
            let scope =
                vec![(repeat.variable.clone(), item.clone()), ("tablerowloop".into(), Data::map(pairs))];
            self.with_scope(scope, |run| run.block(&repeat.body));
            self.write("</td>");
            if self.interrupt.take() == Some(Interrupt::Break) {
                break;
            }
            if last && at + 1 < items.len() {
                let row = (at / columns + 2).to_string();
                self.write(&["</tr>\n<tr class=\"row", &row, "\">"].concat());
            }
        }
        self.write("</tr>\n");
    }

    fn cycle(&mut self, cycle: &Cycle) {
        let name = match &cycle.group {
            Some(group) => ["=", &*self.expression(group).show()].concat().into(),
            None => cycle.name.clone(),
        };
        let at = self.cycles.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.cycles.push((name, 0));
            self.cycles.len() - 1
        });
        let Some((_, turn)) = self.cycles.get_mut(at) else { return };
        let value = cycle.values.get(*turn);
        *turn = if *turn + 1 >= cycle.values.len() { 0 } else { *turn + 1 };
        if let Some(value) = value {
            let shown = self.expression(value).show();
            self.write(&shown);
        }
    }

    /// `increment` shows the counter before, `decrement` after it has changed. Counters are no variables of
    /// `assign`, which hide them.
    fn count(&mut self, name: &str, step: i64) {
        let old =
            self.globals.iter().find(|(known, _)| &**known == name).map_or(0, |(_, value)| value.to_int());
        let new = old.saturating_add(step);
        self.set_global(name, Data::Int(new));
        self.write(&if step > 0 { old } else { new }.to_string());
    }

    /// Notes that the post's line `line` is written here, if that is not what the lines before say.
    pub fn note_line(&mut self, line: usize) {
        if !self.straight {
            return;
        }
        let (lines, place) = self.counted;
        let new = self.out.as_bytes().get(place..).unwrap_or(&[]);
        let now = lines + new.iter().filter(|byte| **byte == b'\n').count();
        self.counted = (now, self.out.len());
        let expected = self.lines.last().map(|(begins, source)| source + now - begins);
        if expected != Some(line) {
            self.lines.push((now, line));
        }
    }
}

fn is_continue(variable: &Variable) -> bool {
    let name = &variable.name;
    variable.path.is_empty() && matches!(name, Expression::Literal(Data::Text(name)) if &**name == "continue")
}

/// What `forloop` and `tablerowloop` both tell.
fn counters(at: usize, length: usize) -> Vec<(Rc<str>, Data)> {
    let number = |number: usize| Data::Int(number as i64);
    vec![
        ("length".into(), number(length)),
        ("index".into(), number(at + 1)),
        ("index0".into(), number(at)),
        ("rindex".into(), number(length - at)),
        ("rindex0".into(), number(length - at - 1)),
        ("first".into(), Data::Bool(at == 0)),
        ("last".into(), Data::Bool(at + 1 == length)),
    ]
}

/// The value of a key of a mapping, of a place in a list; where it was written with a dot, also `size`,
/// `first` and `last`.
pub fn property(value: &Data, key: &Data, dotted: bool) -> Data {
    match (value, key) {
        (Data::Map(_), Data::Text(name)) => {
            if let Some(found) = value.get(name) {
                return found.clone();
            }
        }
        (Data::List(list), Data::Int(place)) => {
            let place = if *place < 0 { place + list.items.len() as i64 } else { *place };
            return usize::try_from(place)
                .ok()
                .and_then(|at| list.items.get(at))
                .cloned()
                .unwrap_or(Data::Nil);
        }
        _ => {}
    }
    let Data::Text(name) = key else { return Data::Nil };
    match &**name {
        "size" if dotted => filters::size(value).unwrap_or(Data::Nil),
        "first" | "last" if dotted => end_of(value, &**name == "last"),
        _ => Data::Nil,
    }
}

/// The first or last item.
pub fn end_of(value: &Data, last: bool) -> Data {
    match value {
        Data::List(list) => if last { list.items.last() } else { list.items.first() }.cloned(),
        Data::Map(map) if !last => {
            let pair = map.pairs.first();
            pair.map(|(key, value)| Data::list(vec![Data::Text(key.clone()), value.clone()]))
        }
        Data::Range(first, end) => Some(Data::Int(if last { *end } else { *first })),
        _ => None,
    }
    .unwrap_or(Data::Nil)
}

/// Compares two values as Liquid's conditions do.
///
/// # Errors
/// If they cannot be compared, such as a text and a number.
pub fn compare(left: &Data, comparison: Comparison, right: &Data) -> Result<bool, String> {
    let order = match comparison {
        Comparison::Equal => return Ok(left.equals(right)),
        Comparison::Unequal => return Ok(!left.equals(right)),
        Comparison::Contains => return Ok(contains(left, right)),
        _ => match (left, right) {
            (Data::Text(left), Data::Text(right)) => left.cmp(right),
            (
                Data::Int(_) | Data::Float(_) | Data::Text(_),
                Data::Int(_) | Data::Float(_) | Data::Text(_),
            ) => match left.compare(right) {
                Some(order) => order,
                None => {
                    let shown = if let Data::Text(_) = right { "String".into() } else { right.show() };
                    let kind = match left {
                        Data::Text(_) => "String",
                        Data::Int(_) => "Integer",
                        _ => "Float",
                    };
                    return Err(["comparison of ", kind, " with ", &shown, " failed"].concat());
                }
            },
            _ => return Ok(false),
        },
    };
    Ok(match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::More => order.is_gt(),
        Comparison::AtMost => order.is_le(),
        _ => order.is_ge(),
    })
}

fn contains(left: &Data, right: &Data) -> bool {
    if !right.is_truthy() {
        return false;
    }
    match left {
        Data::Text(text) => text.contains(&*right.to_text()),
        Data::List(list) => list.items.iter().any(|item| item.is(right)),
        Data::Map(_) => left.get(&right.show()).is_some(),
        Data::Range(from, to) => {
            right.as_float().is_some_and(|value| (*from as f64..=*to as f64).contains(&value))
        }
        _ => false,
    }
}

/// The text with placeholders that are whole and have an item; a filter may have cut one in pieces.
fn whole_placeholders(text: String, items: usize) -> String {
    if !text.contains([INSERT, END]) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find([INSERT, END]) {
        let (before, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut letters = mark.chars();
        let begins = letters.next() == Some(INSERT);
        rest = letters.as_str();
        if begins
            && let Some((index, after)) = rest.split_once(END)
            && index.parse().is_ok_and(|index: usize| index < items)
        {
            out.extend([INSERT]);
            out.push_str(index);
            out.push(END);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Renders a template as [`template`], but a mistake shows as Ruby's Liquid shows it.
#[doc(hidden)]
pub fn shown(template: &str, context: &Value) -> String {
    let mut run = Run::new("");
    if let Value::Mapping(pairs) = context {
        pairs.iter().for_each(|(name, value)| run.set_global(name, Data::from_yaml(value)));
    }
    let tree = run.parse(template, 1);
    run.block(&tree);
    let outcome = run.finish();
    let items: Vec<crate::html::Html> = outcome
        .items
        .iter()
        .map(|item| crate::html::Html::from_author(["Liquid error: ", &*item.message].concat()))
        .collect();
    placeholder::fill(&outcome.text, &items).into_string()
}
