// Gives the frame loop to components, so that shared ones need not know the application.
// Contact points: state/app.svelte.ts provides it; meters and clocks use it.
import { getContext, setContext } from "svelte";
import type { FrameLoop } from "./frame-loop";

const KEY = Symbol("frames");

export const setFrames = (frames: FrameLoop): void => void setContext(KEY, frames);

/** The frame loop; called while a component is made. */
export const useFrames = (): FrameLoop => getContext<FrameLoop>(KEY);
