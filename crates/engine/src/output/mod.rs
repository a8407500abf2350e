//! Where the rendered blocks go: a device, a paced null device, a file.
