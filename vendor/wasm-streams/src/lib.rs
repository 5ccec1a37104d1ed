//! In place of the crate `wasm-streams` (`[patch.crates-io]` in Cargo.toml). Only Leptos' server functions ask for it, of
//! which a site of files has none, and what that crate offers to JavaScript stays in the program though nobody calls
//! it: 3 KB. Who brings in server functions takes the patch out again: here, they stop the program.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream that nobody can have.
pub struct ReadableStream(Infallible);

impl ReadableStream {
    /// The stream of a request's body.
    ///
    /// # Panics
    /// Always: a server function has been called.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> ReadableStream {
        panic!("server functions need the crate wasm-streams")
    }

    /// The stream of an answer.
    ///
    /// # Panics
    /// Always: a server function has been called.
    pub fn from_raw(_: web_sys::ReadableStream) -> ReadableStream {
        panic!("server functions need the crate wasm-streams")
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        match self.0 {}
    }

    pub fn into_stream(self) -> ReadableStream {
        self
    }
}

impl Stream for ReadableStream {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context) -> Poll<Option<Self::Item>> {
        match self.0 {}
    }
}
