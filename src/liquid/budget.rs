//! What one post may cost: [`Budget`].

/// The steps and bytes that are left.
pub struct Budget {
    steps: usize,
    bytes: usize,
}

impl Default for Budget {
    /// Enough for tables of ten thousand rows; used up, it is about a second.
    fn default() -> Self {
        Budget { steps: 4_000_000, bytes: 8 << 20 }
    }
}

impl Budget {
    /// Takes so many steps; false if there are not as many, and then none is left.
    pub fn spend(&mut self, steps: usize) -> bool {
        let enough = self.steps >= steps;
        self.steps = if enough { self.steps - steps } else { 0 };
        enough && self.bytes > 0
    }

    /// Takes so many bytes of text; false if there are not as many, and then none is left.
    pub fn write(&mut self, bytes: usize) -> bool {
        let enough = self.bytes >= bytes;
        self.bytes = if enough { self.bytes - bytes } else { 0 };
        enough && self.steps > 0
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.steps == 0 || self.bytes == 0
    }
}
