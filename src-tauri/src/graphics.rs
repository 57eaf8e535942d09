//! How WebKitGTK draws. It is asked through the environment, and only before it starts.

/// Many Linux drivers leave the window blank with WebKit's DMA-BUF renderer (WebKit bug 261874).
const WITHOUT_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// The slow way that also works where the card cannot compose at all.
const WITHOUT_COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Chooses the renderer that draws everywhere, unless the environment already chose one.
///
/// Must run before any other thread does.
pub(crate) fn prepare(safe: bool) {
    disable(WITHOUT_DMABUF);
    if safe {
        disable(WITHOUT_COMPOSITING);
    }
}

fn disable(name: &str) {
    if cfg!(target_os = "linux") && std::env::var_os(name).is_none() {
        #[expect(
            unsafe_code,
            reason = "main has started no thread yet, so none reads this now"
        )]
        unsafe {
            std::env::set_var(name, "1");
        }
    }
}
