//! Checks of the whole product against parts nobody here wrote.
