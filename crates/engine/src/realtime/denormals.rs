//! Denormals count as zero while a block is rendered: on most processors arithmetic on them takes
//! a hundred times as long, and a fading tail is full of them.

/// Runs `work` with the processor's flush-to-zero mode on, and sets the mode back after it.
#[allow(unsafe_code)]
pub(crate) fn flushed<T>(work: impl FnOnce() -> T) -> T {
    // SAFETY: the language assumes the default mode, so a constant that the compiler folded may be
    // a denormal where the processor would give zero. No result here depends on which of both it
    // is: they differ by less than 2^-126 of full scale. The mode is this thread's, and is restored
    // on return and on unwinding. Every audio program sets it so; there is no safe way.
    unsafe { no_denormals::no_denormals(work) }
}
