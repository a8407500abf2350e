// The beginning of the page: chooses the backend, asks it for all there is, mounts the application.
// Contact points: index.html; the shell is recognised by what Tauri puts into the window.
import "./styles/reset.css";
import { mount } from "svelte";
import type { Backend } from "./ipc/backend";
import { App as State } from "./state/app.svelte";
import App from "./App.svelte";

async function chooseBackend(): Promise<Backend> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./ipc/tauri")).createTauriBackend();
  const fake = (await import("./ipc/fake")).startFakeBackend(new URLSearchParams(location.search));
  return Object.assign(window, { attaccaFake: fake }).attaccaFake;
}

async function start(target: HTMLElement): Promise<void> {
  const state = await State.start(await chooseBackend());
  mount(App, { target, props: { app: state } });
  document.documentElement.dataset["ready"] = "";
  performance.mark("ready"); // for `cargo xtask bench --window`
}

const target = document.getElementById("app");
if (target) {
  start(target).catch((error: unknown) => {
    // Nothing else is there to say it.
    target.textContent = `Attacca could not start: ${error instanceof Error ? error.message : JSON.stringify(error)}`;
  });
}
