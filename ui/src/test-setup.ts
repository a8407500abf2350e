// What jsdom leaves out and components need; runs before every unit test.
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";

class Observer {
  observe(): void {
    // sizes never change in jsdom
  }
  disconnect(): void {
    // nothing was observed
  }
}
Object.assign(globalThis, { ResizeObserver: Observer });
Element.prototype.setPointerCapture = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
HTMLCanvasElement.prototype.getContext = () => null;
window.matchMedia ??= (query) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });

afterEach(cleanup);
