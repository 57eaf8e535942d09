//! Where rules meet the store: command, load, decide, append, publish.
