/// <reference types="svelte" />
/// <reference types="vite/client" />

interface Window {
  /** The in-memory backend, where it was chosen: browser tests turn its screws. */
  attaccaFake: import("./ipc/fake").FakeBackend;
}
