//! What several suites share.

pub mod html;
