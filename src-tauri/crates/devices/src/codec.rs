//! Bytes in, outcomes out. No codec here owns a port, reads a clock or sleeps.
//!
//! Every codec has a `push` that takes whatever bytes arrived, in any split, and answers what they
//! completed. What cannot be read is named; it is never turned into a scan or a number.

pub mod a_and_d;
pub mod aim;
pub mod digital_link;
pub mod epl_status;
pub mod frame;
pub mod gs1;
pub mod hid_descriptor;
pub mod hid_pos;
pub mod hid_scale;
pub mod ieee1284;
pub mod keys;
pub mod mt_sics;
pub mod nci;
pub mod ohaus;
pub mod printer_status;
pub mod sbi;
pub mod scale;
pub mod scan;
pub mod scan_line;
pub mod toledo_8217;
pub mod toledo_continuous;
pub mod tspl_status;
pub mod usb_printer_status;
pub mod wedge;
pub mod zpl_status;
