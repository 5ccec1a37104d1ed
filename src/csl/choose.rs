//! `cs:choose`: whether the conditions of a branch hold (CSL 1.0.2, "Choose").

use super::numbers;
use super::render::Render;
use super::style::{Branch, Condition, Match, Position};

impl<'a> Render<'a> {
    /// Whether the branch is the one to render, if those before it were not.
    pub(super) fn matches(&mut self, branch: &'a Branch) -> bool {
        match branch.matching {
            Match::All => branch.conditions.iter().all(|condition| self.holds(condition)),
            Match::Any => branch.conditions.iter().any(|condition| self.holds(condition)),
            Match::None => !branch.conditions.iter().any(|condition| self.holds(condition)),
        }
    }

    fn holds(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::Disambiguate(wanted) => {
                self.conditions += 1;
                (self.conditions <= self.disambiguation.conditions) == *wanted
            }
            Condition::IsNumeric(name) => {
                self.variable(name).is_some_and(|value| numbers::is_numeric(&value))
            }
            Condition::IsUncertainDate(name) => self.date_of(name).is_some_and(|date| date.approximate),
            Condition::Locator(label) => {
                let own = if self.cite.label.is_empty() { "page" } else { self.cite.label };
                !self.cite.locator.is_empty() && own.replace(' ', "-") == label.replace(' ', "-")
            }
            Condition::Position(wanted) => match (wanted, self.cite.position) {
                (Position::NearNote, Some(_)) => self.cite.near_note,
                (_, None) | (Position::Unknown, _) => false,
                (Position::Subsequent, Some(position)) => position != Position::First,
                (Position::Ibid, Some(position)) => {
                    matches!(position, Position::Ibid | Position::IbidWithLocator)
                }
                (wanted, Some(position)) => *wanted == position,
            },
            Condition::Type(names) => names.contains(&self.item.item_type),
            // A label that is made up is none that the item has.
            Condition::Variable(name) if name == "citation-label" => self.text_of(name).is_some(),
            Condition::Variable(name) => {
                self.variable(name).is_some_and(|value| !value.is_empty())
                    || !self.names_of(name).is_empty()
                    || self
                        .item
                        .date(name)
                        .is_some_and(|date| date.start.is_some() || !date.literal.is_empty())
            }
        }
    }
}
