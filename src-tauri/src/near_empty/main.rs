//! A window with one static page and nothing behind it: what the bench measures the station's
//! window against. Built by `cargo xtask bench`, part of no package.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!(
        "src-tauri/src/near_empty/tauri.conf.json"
    ))
}
