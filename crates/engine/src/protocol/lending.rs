//! Lending: how slabs come back from the audio thread without a queue.
//!
//! The lender keeps a reference to all that it lends. The audio thread gives a thing back by dropping
//! its own, which is never the last one, so that nothing is freed there; the lender sees that it is
//! alone again, and may then change, use again or free it. Runs on: loaders lend and take home, the
//! audio thread drops.

use std::sync::Arc;

/// A counted reference: that of the standard library, or a model checker's.
pub(crate) trait Counted: Clone {
    /// What it refers to.
    type Value;

    /// The first reference to `value`.
    fn new(value: Self::Value) -> Self;

    /// What it refers to, if this is the only reference.
    ///
    /// What others did with it before they dropped theirs has happened before.
    fn sole(&mut self) -> Option<&mut Self::Value>;

    /// The same, without the reference.
    fn into_sole(self) -> Option<Self::Value>;
}

impl<T> Counted for Arc<T> {
    type Value = T;

    fn new(value: T) -> Arc<T> {
        Arc::new(value)
    }

    fn sole(&mut self) -> Option<&mut T> {
        // Dropping a reference releases, this acquires: whoever had one does not read any more.
        Arc::get_mut(self)
    }

    fn into_sole(self) -> Option<T> {
        Arc::into_inner(self)
    }
}

/// Something that may be lent, as its owner has it.
#[derive(Debug)]
pub(crate) struct Lent<C>(C);

impl<C: Counted> Lent<C> {
    /// Nobody has it yet.
    pub(crate) fn new(value: C::Value) -> Lent<C> {
        Lent(C::new(value))
    }

    /// A reference for another thread, which gives it back by dropping it.
    pub(crate) fn lend(&self) -> C {
        self.0.clone()
    }

    /// True when nobody else has it, nor can get it but from the owner.
    pub(crate) fn is_home(&mut self) -> bool {
        self.0.sole().is_some()
    }

    /// The value to change it, if nobody else has it.
    pub(crate) fn sole(&mut self) -> Option<&mut C::Value> {
        self.0.sole()
    }

    /// The value, if nobody else has it.
    pub(crate) fn into_value(self) -> Option<C::Value> {
        self.0.into_sole()
    }

    /// The owner's own reference, to look at it.
    pub(crate) fn get(&self) -> &C {
        &self.0
    }
}

#[cfg(test)]
mod tests;
