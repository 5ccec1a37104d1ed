//! The page's allocator, [`Allocator`]: rlsf's, but each of its functions stands once. Written out wherever something
//! is freed they weigh more than the standard library's allocator.

use std::alloc::{GlobalAlloc, Layout};

pub struct Allocator(pub rlsf::SmallGlobalTlsf);

// SAFETY: all that is asked is passed on.
unsafe impl GlobalAlloc for Allocator {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { self.0.alloc(layout) }
    }

    #[inline(never)]
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { self.0.dealloc(place, layout) }
    }

    #[inline(never)]
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        unsafe { self.0.realloc(place, layout, size) }
    }
}
