//! Label layout, barcodes, ZPL, PDF, and the print queue's state machine.
